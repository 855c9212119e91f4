// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/options_dialog.hpp"

#include <utility>

#include <QCheckBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "dock/toy_events_options.hpp"
#include "dock/widgets/ask.hpp"
#include "dock/widgets/fields/choice_box.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/windows/return_key.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr TextKey<engine_route_choice> ROUTE_KEYS[] = {
	{ENGINE_ROUTE_AUTO, "Options.Route.Auto"},
	{ENGINE_ROUTE_SERVER, "Options.Route.Server"},
	{ENGINE_ROUTE_LAN, "Options.Route.Lan"},
};
static_assert(hasEachKey(ROUTE_KEYS, ENGINE_ROUTE_AUTO, ENGINE_ROUTE_LAN));

constexpr int COLUMNS = 60;

} // namespace

OptionsDialog::OptionsDialog(BridgePtr bridge, ViewPtr view, QWidget *parent)
    : QDialog{parent},
      bridge_{std::move(bridge)},
      view_{std::move(view)},
      route_{new ChoiceBox{text("Options.Route"), this}},
      discreet_{named("discreet", new QCheckBox{text("Options.Discreet"), this})},
      problem_{makeWrappingLabel(this, Tone::Warning)}
{
	auto *column = new QVBoxLayout{this};
	auto *buttons = new QDialogButtonBox{this};

	setAttribute(Qt::WA_DeleteOnClose);
	setWindowTitle(text("Options.Title"));
	bridge_->readSettings(settings_);
	addSwitch(text("Options.ArmOnStart"), &engine_settings::arm_on_start);
	addSwitch(text("Options.StopAtStreamEnd"), &engine_settings::stop_when_stream_ends);
	/* Whoever can reach obs-websocket could then start a toy; whoever watches could pair a phone. */
	addAskedSwitch(named("remoteArm", new QCheckBox{text("Options.RemoteArm"), this}), text("Options.AskRemoteArm"),
		       &engine_settings::allow_remote_arm);
	addAskedSwitch(named("codeOnAir", new QCheckBox{text("Options.CodeOnAir"), this}), text("Options.AskCodeOnAir"),
		       &engine_settings::code_on_air);
	/* Above what it hides: it stays under the mouse. */
	column->addWidget(discreet_);
	column->addWidget(new ToyEventsOptions{
		bridge_, view_, settings_.value,
		[this](const std::function<void(engine_settings &)> &edit) { change(edit); }, this});
	discreet_->setChecked(view_->isDiscreet());
	connect(discreet_, &QCheckBox::clicked, this, [this](bool isDiscreet) { view_->setDiscreet(isDiscreet); });
	connect(view_.get(), &ViewSettings::changed, this, [this] {
		discreet_->setChecked(view_->isDiscreet());
		/* When what it hides, or shows again, has gone or come. */
		fitting_.start(0);
	});
	fitting_.setSingleShot(true);
	connect(&fitting_, &QTimer::timeout, this, [this] { resize(width(), layout()->totalHeightForWidth(width())); });
	buildRoute();
	problem_->hide();
	buttons->addButton(QDialogButtonBox::Close);
	column->addWidget(problem_);
	column->addStretch(1);
	column->addWidget(buttons);
	connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::close);
	connect(bridge_.get(), &Bridge::cutting, this, &QDialog::close);
	engine_settings_wipe(&settings_.value);
	orderTabsByLayout(this);
	layout()->itemAt(0)->widget()->setFocus();
	fitWindow(this, COLUMNS, 0);
	giveKeysBack(this);
	letReturnPress(this);
}

void OptionsDialog::addSwitch(const QString &name, bool engine_settings::*setting)
{
	auto *box = new QCheckBox{name, this};

	layout()->addWidget(box);
	box->setChecked(settings_.value.*setting);
	connect(box, &QCheckBox::toggled, this, [this, setting](bool isOn) { set(setting, isOn); });
}

void OptionsDialog::addAskedSwitch(QCheckBox *box, const QString &question, bool engine_settings::*setting)
{
	layout()->addWidget(box);
	box->setChecked(settings_.value.*setting);
	connect(box, &QCheckBox::toggled, this, [this, box, question, setting](bool isWanted) {
		if (isWanted) {
			askFor(box, question, setting);
		} else {
			set(setting, false);
		}
	});
}

void OptionsDialog::buildRoute()
{
	auto *form = new QFormLayout;

	for (const auto &[route, key] : ROUTE_KEYS) {
		route_->add(text(key), int(route));
	}
	route_->select(int(settings_.value.route));
	form->addRow(text("Options.Route"), route_);
	static_cast<QVBoxLayout *>(layout())->addLayout(form);
	connect(route_, &ChoiceBox::chosen, this, [this] {
		const auto route = engine_route_choice(route_->json().toInt());
		change([route](engine_settings &settings) { settings.route = route; });
	});
}

/* A person has to say so twice. */
void OptionsDialog::askFor(QCheckBox *box, const QString &question, bool engine_settings::*setting)
{
	const auto check = [box](bool isChecked) {
		const QSignalBlocker blocker{box};
		box->setChecked(isChecked);
	};

	check(false);
	ask(this, {text("Options.Title"), question, actionText(Action::AllowCeiling), QMessageBox::AcceptRole},
	    [this, check, setting] {
		    check(true);
		    set(setting, true);
	    });
}

void OptionsDialog::set(bool engine_settings::*setting, bool isOn)
{
	change([setting, isOn](engine_settings &settings) { settings.*setting = isOn; });
}

void OptionsDialog::change(const std::function<void(engine_settings &)> &edit)
{
	QString error;

	bridge_->changeSettings(edit, &error);
	showLabel(problem_, error);
}
