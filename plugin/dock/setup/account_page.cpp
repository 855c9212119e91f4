// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/account_page.hpp"

#include <utility>

#include <QCheckBox>
#include <QLabel>
#include <QLineEdit>
#include <QRadioButton>
#include <QVBoxLayout>

#include "dock/widgets/field_rows.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr char HELP_URL[] = "https://developer.lovense.com";

/* What there are rows for. */
constexpr char OWN_TOKEN[] = "own token";
constexpr char SERVICE[] = "service";
constexpr char SIMULATOR[] = "simulator";

template <size_t Size> void copySecret(char (&to)[Size], const QLineEdit *field)
{
	if (!field->text().trimmed().isEmpty()) {
		copyText(to, field->text().trimmed());
	}
}

/* In all that this page may change. */
bool isSameAccount(const engine_settings &a, const engine_settings &b)
{
	return a.mode == b.mode && a.auth == b.auth && qstrcmp(a.platform, b.platform) == 0 &&
	       qstrcmp(a.developer_token, b.developer_token) == 0 &&
	       qstrcmp(a.token_service_url, b.token_service_url) == 0 &&
	       qstrcmp(a.token_service_key, b.token_service_key) == 0;
}

} // namespace

AccountPage::AccountPage(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      form_{new FieldRows{this}},
      ownToken_{new QRadioButton{text("Account.UseDeveloperToken"), this}},
      tokenService_{new QRadioButton{text("Account.UseService"), this}},
      simulator_{new QRadioButton{text("FirstRun.Try"), this}},
      platform_{named("platform", new QLineEdit{this})},
      platformHelp_{makeWrappingLabel(this, Tone::Muted, text("Account.WebsiteName.Help"))},
      token_{named("token", makeSecret(text("Account.DeveloperToken")))},
      url_{named("url", new QLineEdit{this})},
      key_{named("key", makeSecret(text("Account.ServiceKey")))},
      show_{named("showInput", new QCheckBox{text("Account.ShowInput"), this})},
      help_{new QLabel{this}},
      check_{named("check", makeWrappingLabel(this))}
{
	build();
	load();
	showRows();
	for (auto *choice : {ownToken_, tokenService_, simulator_}) {
		connect(choice, &QRadioButton::toggled, this, &AccountPage::showRows);
	}
	for (auto *field : {platform_, token_, url_}) {
		connect(field, &QLineEdit::textEdited, this,
			[this, field](const QString &pasted) { takeAddress(field, pasted); });
	}
	connect(show_, &QCheckBox::toggled, this, [this](bool isShown) {
		token_->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password);
		key_->setEchoMode(token_->echoMode());
	});
}

void AccountPage::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	column->addWidget(form_);
	column->addStretch(1);
	platform_->setAccessibleName(text("Account.WebsiteName"));
	url_->setAccessibleName(text("Account.ServiceUrl"));
	url_->setPlaceholderText(QStringLiteral("https://"));
	help_->setText(QStringLiteral("<a href=\"%1\">%2</a>")
			       .arg(QString::fromUtf8(HELP_URL), text("Account.HowToGetToken").toHtmlEscaped()));
	help_->setAccessibleName(text("Account.HowToGetToken"));
	help_->setOpenExternalLinks(true);
	help_->setTextInteractionFlags(Qt::TextBrowserInteraction);
	form_->addWideRow(ownToken_);
	form_->addNamedRow(platform_, {OWN_TOKEN});
	form_->addRow({}, platformHelp_, {OWN_TOKEN});
	form_->addNamedRow(token_, {OWN_TOKEN});
	form_->addRow({}, help_, {OWN_TOKEN});
	form_->addWideRow(tokenService_);
	form_->addNamedRow(url_, {SERVICE});
	form_->addNamedRow(key_, {SERVICE});
	form_->addWideRow(simulator_);
	form_->addWideRow(show_, {OWN_TOKEN, SERVICE});
	form_->addWideRow(check_);
}

QLineEdit *AccountPage::makeSecret(const QString &name)
{
	auto *field = new QLineEdit{this};

	field->setEchoMode(QLineEdit::Password);
	field->setAccessibleName(name);
	field->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhSensitiveData | Qt::ImhNoPredictiveText);
	return field;
}

void AccountPage::load()
{
	SettingsCopy settings;

	if (!bridge_->readSettings(settings)) {
		return;
	}
	const bool isService = settings.value.auth == ENGINE_AUTH_TOKEN_SERVICE;
	platform_->setText(utf8(settings.value.platform));
	url_->setText(utf8(settings.value.token_service_url));
	token_->setPlaceholderText(*settings.value.developer_token ? text("Account.Saved") : QString{});
	key_->setPlaceholderText(*settings.value.token_service_key ? text("Account.Saved") : QString{});
	simulator_->setChecked(settings.value.mode == ENGINE_MODE_SIMULATOR);
	tokenService_->setChecked(!simulator_->isChecked() && isService);
	ownToken_->setChecked(!simulator_->isChecked() && !isService);
}

void AccountPage::showRows()
{
	form_->showRowsOf(ownToken_->isChecked() ? OWN_TOKEN : tokenService_->isChecked() ? SERVICE : SIMULATOR);
	isChecking_ = false;
	setLabel(check_, QString{});
}

/* A host hands out an address and its key: pasted together into any field, each finds its own. */
void AccountPage::takeAddress(QLineEdit *field, const QString &pasted)
{
	const QStringList parts = pasted.simplified().split(QLatin1Char(' '));

	if (parts.size() != 2 || !parts[0].contains(QLatin1String{"://"})) {
		return;
	}
	field->clear();
	tokenService_->setChecked(true);
	url_->setText(parts[0]);
	key_->setText(parts[1]);
	url_->setFocus();
}

QLineEdit *AccountPage::firstField() const
{
	return simulator_->isChecked() ? nullptr : ownToken_->isChecked() ? platform_ : url_;
}

bool AccountPage::isSimulator() const
{
	return simulator_->isChecked();
}

void AccountPage::store(engine_settings &settings) const
{
	settings.mode = simulator_->isChecked() ? ENGINE_MODE_SIMULATOR : ENGINE_MODE_CLOUD;
	if (ownToken_->isChecked()) {
		settings.auth = ENGINE_AUTH_DEVELOPER_TOKEN;
		copyText(settings.platform, platform_->text().trimmed());
		copySecret(settings.developer_token, token_);
	} else if (tokenService_->isChecked()) {
		settings.auth = ENGINE_AUTH_TOKEN_SERVICE;
		copyText(settings.token_service_url, url_->text().trimmed());
		copySecret(settings.token_service_key, key_);
	}
}

AccountPage::Outcome AccountPage::apply()
{
	QString error;
	bool isSame = false;
	const bool isTaken = bridge_->changeSettings(
		[&](engine_settings &settings) {
			SettingsCopy before;
			before.value = settings;
			store(settings);
			isSame = isSameAccount(before.value, settings);
		},
		&error);

	isChecking_ = isTaken;
	setTone(check_, Tone::Warning);
	setLabel(check_, error);
	if (!isTaken) {
		return Outcome::Refused;
	}
	token_->clear();
	key_->clear();
	load();
	return isSame ? Outcome::Unchanged : Outcome::Changed;
}

void AccountPage::conceal()
{
	show_->setChecked(false);
}

/* What was shown before the broadcast was not meant for viewers; shown while live it is meant so. */
void AccountPage::concealWhenLiveBegins()
{
	const bool isLive = bridge_->isLive();

	if (show_->isDown()) { /* the click that is under way would turn it round */
		return;
	}
	if (isLive && !wasLive_) {
		conceal();
	}
	wasLive_ = isLive;
}

void AccountPage::showSnapshot(const engine_snapshot &snapshot, qint64 now_ms)
{
	concealWhenLiveBegins();
	const StatusWords words = statusWords(snapshot, now_ms);
	const QString reason = reasonText(snapshot.reason, snapshot.service_words);

	if (!isChecking_) {
		return;
	}
	/* A sentence in red is hard to read; its sign says enough. */
	setTone(check_, words.tone == Tone::Bad ? Tone::Plain : words.tone);
	const QString line = reason.isEmpty() ? words.line : text("Dock.StateAndReason", words.line, reason);
	setLabel(check_, QStringLiteral("%1 %2").arg(words.sign, line));
}
