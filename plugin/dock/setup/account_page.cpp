// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/setup/account_page.hpp"

#include <utility>

#include <QDesktopServices>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QUrl>
#include <QVBoxLayout>

#include "dock/setup/account_field.hpp"
#include "dock/widgets/fields/field_rows.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/status/status_text.hpp"
#include "dock/widgets/discreet.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr char HELP_URL[] = "https://developer.lovense.com";

/* What there are rows for. */
constexpr char OWN_TOKEN[] = "own token";
constexpr char SERVICE[] = "service";
constexpr char SIMULATOR[] = "simulator";

template <size_t Size> void copySecret(char (&to)[Size], const AccountField *field)
{
	if (!field->content().isEmpty()) {
		copyText(to, field->content());
	}
}

/* The reason of a link that did not come to be; of one that is being made the reason is from before. */
engine_reason failureOf(const engine_snapshot &snapshot)
{
	const bool hasFailed = snapshot.state == ENGINE_NEEDS_YOU || snapshot.state == ENGINE_RETRYING;

	return hasFailed ? snapshot.reason : ENGINE_REASON_NONE;
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
      ownToken_{named("ownToken", new QRadioButton{text("Account.UseDeveloperToken"), this})},
      tokenService_{named("tokenService", new QRadioButton{text("Account.UseService"), this})},
      simulator_{named("simulator", new QRadioButton{this})},
      platform_{new AccountField{"platform", text("Account.WebsiteName"), AccountField::Kind::Open, this}},
      platformHelp_{makeWrappingLabel(this, Tone::Muted, text("Account.WebsiteName.Help"))},
      token_{new AccountField{"token", text("Account.DeveloperToken"), AccountField::Kind::Secret, this}},
      url_{new AccountField{"url", text("Account.ServiceUrl"), AccountField::Kind::Open, this}},
      key_{new AccountField{"key", text("Account.ServiceKey"), AccountField::Kind::Secret, this}},
      help_{named("howToGetToken", new QPushButton{text("Account.HowToGetToken"), this})},
      check_{named("check", makeWrappingLabel(this))}
{
	build();
	load();
	showRows();
	for (auto *choice : {ownToken_, tokenService_, simulator_}) {
		connect(choice, &QRadioButton::toggled, this, &AccountPage::showRows);
		choice->installEventFilter(this);
	}
	for (auto *field : {platform_, token_, url_}) {
		connect(field->edit(), &QLineEdit::textEdited, this,
			[this, field](const QString &pasted) { takeAddress(field, pasted); });
	}
}

void AccountPage::showDiscreet(bool isDiscreet)
{
	simulator_->setText(text(discreetKey("FirstRun.Try", isDiscreet)));
}

/* Whoever clicks a choice goes on with its first field. By keys it is the next one for Tab, and the arrows lead on to
 * the other choices. */
bool AccountPage::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() == QEvent::MouseButtonRelease) { /* it is chosen when the click has ended */
		QMetaObject::invokeMethod(this, "focusFirst", Qt::QueuedConnection);
	}
	return QWidget::eventFilter(object, event);
}

void AccountPage::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	column->addWidget(form_);
	column->addStretch(1);
	url_->edit()->setPlaceholderText(QStringLiteral("https://"));
	help_->setAutoDefault(false);
	connect(help_, &QPushButton::clicked, this,
		[] { QDesktopServices::openUrl(QUrl{QString::fromUtf8(HELP_URL)}); });
	form_->addWideRow(ownToken_);
	form_->addNamedRow(platform_, {OWN_TOKEN});
	form_->addRow({}, platformHelp_, {OWN_TOKEN});
	form_->addNamedRow(token_, {OWN_TOKEN});
	form_->addRow({}, help_, {OWN_TOKEN});
	form_->addWideRow(tokenService_);
	form_->addNamedRow(url_, {SERVICE});
	form_->addNamedRow(key_, {SERVICE});
	form_->addWideRow(simulator_);
	alignNames();
	form_->addWideRow(check_);
}

/* A name stays beside its field when a sentence comes below that. */
void AccountPage::alignNames()
{
	for (auto *name : form_->findChildren<QLabel *>()) {
		if (auto *field = qobject_cast<AccountField *>(name->buddy())) {
			name->setMinimumHeight(field->edit()->sizeHint().height());
			name->parentWidget()->layout()->setAlignment(name, Qt::AlignTop);
		}
	}
}

void AccountPage::load()
{
	SettingsCopy settings;

	if (!bridge_->readSettings(settings)) {
		return;
	}
	const bool isService = settings.value.auth == ENGINE_AUTH_TOKEN_SERVICE;
	platform_->edit()->setText(utf8(settings.value.platform));
	url_->edit()->setText(utf8(settings.value.token_service_url));
	token_->setSaved(*settings.value.developer_token);
	key_->setSaved(*settings.value.token_service_key);
	simulator_->setChecked(settings.value.mode == ENGINE_MODE_SIMULATOR);
	tokenService_->setChecked(!simulator_->isChecked() && isService);
	ownToken_->setChecked(!simulator_->isChecked() && !isService);
}

void AccountPage::showRows()
{
	form_->showRowsOf(ownToken_->isChecked() ? OWN_TOKEN : tokenService_->isChecked() ? SERVICE : SIMULATOR);
	isChecking_ = false;
	setLabel(check_, QString{});
	/* Tab comes to what is chosen. Qt sees to it only once one of them has had the focus. */
	for (auto *choice : {ownToken_, tokenService_, simulator_}) {
		choice->setFocusPolicy(choice->isChecked() ? Qt::StrongFocus : Qt::ClickFocus);
	}
}

/* A host hands out an address and its key: pasted together into any field, each finds its own. */
void AccountPage::takeAddress(AccountField *field, const QString &pasted)
{
	const QStringList parts = pasted.simplified().split(QLatin1Char(' '));

	if (parts.size() != 2 || !parts[0].contains(QLatin1String{"://"})) {
		return;
	}
	field->edit()->clear();
	tokenService_->setChecked(true);
	url_->edit()->setText(parts[0]);
	key_->edit()->setText(parts[1]);
	url_->edit()->setFocus();
}

void AccountPage::focusFirst()
{
	for (AccountField *field : {platform_, token_, url_, key_}) {
		if (field->hasFault() && field->isVisibleTo(this)) {
			field->edit()->setFocus();
			return;
		}
	}
	if (simulator_->isChecked()) {
		simulator_->setFocus(); /* it has no fields; left to itself, Qt takes the first choice */
	} else {
		(ownToken_->isChecked() ? platform_ : url_)->edit()->setFocus();
	}
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
		copyText(settings.platform, platform_->content());
		copySecret(settings.developer_token, token_);
	} else if (tokenService_->isChecked()) {
		settings.auth = ENGINE_AUTH_TOKEN_SERVICE;
		copyText(settings.token_service_url, url_->content());
		copySecret(settings.token_service_key, key_);
	}
}

AccountPage::Outcome AccountPage::apply()
{
	QString error;
	bool isSame = false;
	checkedRevision_ = bridge_->revision(); /* the engine may have answered before the next line is reached */
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
	blame(nullptr, {});
	if (!isTaken) {
		blameSetting(error);
		return Outcome::Refused;
	}
	blamedFor_ = ENGINE_REASON_NONE;
	token_->edit()->clear();
	key_->edit()->clear();
	load();
	return isSame ? Outcome::Unchanged : Outcome::Changed;
}

/* --- the field at fault --- */

void AccountPage::blame(AccountField *guilty, const QString &sentence)
{
	for (AccountField *field : {platform_, token_, url_, key_}) {
		if (field != guilty) {
			field->setFault({});
		}
	}
	if (guilty) {
		guilty->setFault(sentence);
	}
}

/* The store's sentence names a setting, which is called otherwise here. */
void AccountPage::blameSetting(const QString &error)
{
	const struct {
		const char *setting;
		AccountField *field;
	} settings[] = {{"developer_token", token_},
			{"token_service_url", url_},
			{"token_service_key", key_},
			{"platform", platform_}};

	for (const auto &[setting, field] : settings) {
		const QString name = utf8(setting);
		if (error.contains(name)) {
			blame(field, QString{error}.replace(name, field->accessibleName()));
			setLabel(check_, QString{});
			focusFirst();
			return;
		}
	}
}

AccountField *AccountPage::fieldOf(engine_reason reason) const
{
	switch (reason) {
	case ENGINE_REASON_NO_PLATFORM:
	case ENGINE_REASON_WRONG_PLATFORM:
		return platform_;
	case ENGINE_REASON_NO_TOKEN:
		return tokenService_->isChecked() ? url_ : token_;
	case ENGINE_REASON_TOKEN_REJECTED:
	case ENGINE_REASON_API_NOT_ENABLED:
		return token_;
	case ENGINE_REASON_SERVICE_KEY_REJECTED:
		return key_;
	case ENGINE_REASON_BAD_SERVICE_URL:
	case ENGINE_REASON_SERVICE_REFUSED:
	case ENGINE_REASON_SERVICE_UNREACHABLE:
		return url_;
	default:
		return nullptr;
	}
}

/* The engine tells of the first; whoever has filled that in is not sent back for the other. */
void AccountPage::blameMissing(engine_reason reason)
{
	if (!ownToken_->isChecked() || (reason != ENGINE_REASON_NO_PLATFORM && reason != ENGINE_REASON_NO_TOKEN)) {
		return;
	}
	for (AccountField *field : {platform_, token_}) {
		if (field->isMissing() && !field->hasFault()) {
			field->setFault(text("Account.Missing"));
		}
	}
}

/* Once for each failure: what is typed on takes the sentence away, and the focus is not pulled about. */
void AccountPage::followFailure(const engine_snapshot &snapshot, const QString &sentence)
{
	const engine_reason reason = failureOf(snapshot);
	const bool isFromBefore = isChecking_ && bridge_->revision() == checkedRevision_;

	if (isFromBefore || reason == blamedFor_) {
		return;
	}
	blamedFor_ = reason;
	/* What is told in the dock names this page; here it is before the eyes. */
	blame(fieldOf(reason), reason == ENGINE_REASON_NO_TOKEN ? text("Account.Missing") : sentence);
	blameMissing(reason);
	if (isChecking_ && fieldOf(reason)) {
		focusFirst();
	}
}

void AccountPage::conceal()
{
	token_->conceal();
	key_->conceal();
}

/* What was shown before the broadcast was not meant for viewers; shown while live it is meant so. */
void AccountPage::concealWhenLiveBegins()
{
	const bool isLive = bridge_->isLive();

	if (token_->isSwitching() || key_->isSwitching()) { /* it is hidden when the click has ended */
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

	followFailure(snapshot, reason);
	if (!isChecking_) {
		return;
	}
	/* A sentence in red is hard to read; its sign says enough. */
	setTone(check_, words.tone == Tone::Bad ? Tone::Plain : words.tone);
	const bool isSaidAbove = fieldOf(failureOf(snapshot));
	const QString line =
		reason.isEmpty() || isSaidAbove ? words.line : text("Dock.StateAndReason", words.line, reason);
	const bool isAll = isSaidAbove && snapshot.state == ENGINE_NEEDS_YOU; /* else it says when it tries again */
	setLabel(check_, isAll ? QString{} : QStringLiteral("%1 %2").arg(words.sign, line));
}
