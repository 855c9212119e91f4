// SPDX-License-Identifier: GPL-2.0-or-later
/* Every number and every word to choose from is whole in its field, in each theme that OBS ships, with small and large
 * type, in a window as small as it goes; no form is wider than its view. */
#include <memory>

#include <QJsonArray>
#include <QJsonObject>
#include <QtTest>

#include "dock/bridge.hpp"
#include "dock/inspect.hpp"
#include "dock/obs_themes.hpp"
#include "dock/options_dialog.hpp"
#include "dock/rule_editor/rule_editor.hpp"
#include "dock/rules/rule_book.hpp"
#include "dock/rules/rule_choices.hpp"
#include "dock/rules/rule_templates.hpp"
#include "dock/scripted_engine.hpp"
#include "dock/tips/tip_bands.hpp"
#include "dock/tips/tips_dialog.hpp"
#include "dock/widgets/fields/choice_box.hpp"

namespace {

constexpr int FONT_PERCENTS[] = {100, 150};

void settle()
{
	/* A change of layout wanders up one parent at a time. */
	for (int i = 0; i < 20; i++) {
		QCoreApplication::processEvents();
	}
}

QStringList cutAtItsSmallest(QWidget &window)
{
	settle();
	window.resize(0, 0);
	settle();
	return clippedTexts(window);
}

void choose(RuleEditor &editor, const char *boxKey, const QString &word)
{
	for (auto *box : editor.findChildren<ChoiceBox *>()) {
		if (box->accessibleName() == text(boxKey)) {
			box->select(word);
			emit box->chosen();
		}
	}
}

} // namespace

class TestFields : public QObject {
	Q_OBJECT

      private:
	std::unique_ptr<Script> script_;
	BridgePtr bridge_;

	QStringList cutInTips()
	{
		TipsDialog page{bridge_, false, nullptr};
		page.setAttribute(Qt::WA_DeleteOnClose, false);
		page.show();
		settle();
		return clippedTexts(page) + cutAtItsSmallest(page);
	}
	QStringList cutInOptions()
	{
		OptionsDialog options{bridge_, std::make_shared<ViewSettings>(), nullptr};
		options.setAttribute(Qt::WA_DeleteOnClose, false);
		options.show();
		settle();
		return clippedTexts(options);
	}
	QStringList cutInEditor()
	{
		QJsonObject rule = makeRuleFromTemplate(STARTER_HOLD_KEY, {}, {});
		QStringList cut;
		const auto check = [&cut](RuleEditor &editor, const char *boxKey, const QString &word) {
			choose(editor, boxKey, word);
			for (const QString &problem : cutAtItsSmallest(editor)) {
				cut += word + QStringLiteral(": ") + problem;
			}
		};

		rule["only_if"] = QJsonArray{QJsonObject{{"type", "output"}, {"not", true}}};
		RuleEditor editor{bridge_, rule, false, nullptr};
		editor.setAttribute(Qt::WA_DeleteOnClose, false);
		editor.show();
		for (const auto &[type, key] : TRIGGER_TYPES) {
			check(editor, "Rule.Field.Trigger", type);
		}
		for (const QString &type : conditionTypes()) {
			check(editor, "Rule.Field.Condition", type);
		}
		for (const auto &[event, key] : TOY_EVENTS) {
			check(editor, "Rule.Field.ToyEvent", event);
		}
		for (const auto &[kind, key] : ACTION_KINDS) {
			check(editor, "Rule.Field.Action", kind);
		}
		return cut;
	}

      private slots:
	void initTestCase_data()
	{
		QTest::addColumn<QString>("theme");
		QTest::addColumn<int>("fontPercent");
		const QStringList names = installedThemes() + newThemes() + QStringList{QString{}};
		/* How much room a theme leaves does not depend on the language. */
		const bool areFew = FEW_LOOKS || qEnvironmentVariableIsSet("LOCALE");

		for (const QString &name : names.mid(areFew ? names.size() - 2 : 0)) {
			for (const int percent : FONT_PERCENTS) {
				QTest::addRow("%s %d", name.isEmpty() ? "plain" : qPrintable(name), percent)
					<< name << percent;
			}
		}
	}
	void init()
	{
		QFETCH_GLOBAL(QString, theme);
		QFETCH_GLOBAL(int, fontPercent);
		QVERIFY(wearTheme(theme, fontPercent));
		script_ = std::make_unique<Script>();
		script_->engine.snapshot.state = ENGINE_READY;
		script_->engine.addToy("Lush 3", 1);
		script_->engine.publish();
		bridge_ = std::make_shared<Bridge>(script_->parts());
	}
	void cleanup()
	{
		takeThemeOff();
		bridge_.reset();
		script_.reset();
	}

	void of_the_tips_page_are_whole()
	{
		QString error;
		for (const TipBand &band : tipLadder()) {
			RuleBook{bridge_}.save(makeTipRule(band), &error);
		}
		const QStringList cut = cutInTips();
		QVERIFY2(cut.isEmpty(), qPrintable(cut.join('\n')));
	}

	void of_the_rule_editor_are_whole()
	{
		const QStringList cut = cutInEditor();
		QVERIFY2(cut.isEmpty(), qPrintable(cut.join('\n')));
	}

	void of_the_options_are_whole()
	{
		const QStringList cut = cutInOptions();
		QVERIFY2(cut.isEmpty(), qPrintable(cut.join('\n')));
	}
};

QTEST_MAIN(TestFields)
#include "test_fields.moc"
