// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/transfer/transfer_files.hpp"

#include <memory>

#include <obs-frontend-api.h>
#include <util/bmem.h>

#include <QDate>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPointer>
#include <QRegularExpression>

#include "dock/rules/rule_words.hpp"
#include "dock/transfer/transfer_dialog.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

QFileDialog *makeFileDialog(const QString &title, QWidget *parent)
{
	/* Which a menu has for "asks first". */
	const QString plain = QString{title}.remove(QChar{0x2026});
	auto *dialog = new QFileDialog{parent->window(), plain, {}, QStringLiteral("JSON (*.json)")};

	dialog->setAttribute(Qt::WA_DeleteOnClose);
	dialog->setDefaultSuffix(QStringLiteral("json"));
	dialog->setModal(false);
	QObject::connect(dialog, &QDialog::rejected, parent, [parent] { giveKeysTo(parent->window()); });
	return dialog;
}

void say(const QString &title, const QString &words, QWidget *parent)
{
	auto *box = new QMessageBox{QMessageBox::Warning, title, words, QMessageBox::Ok, parent->window()};

	box->setAttribute(Qt::WA_DeleteOnClose);
	box->setTextFormat(Qt::PlainText);
	box->setModal(false);
	giveKeysBack(box);
	box->show();
}

QString collectionName()
{
	const std::unique_ptr<char, void (*)(void *)> name{obs_frontend_get_current_scene_collection(), bfree};

	return name ? utf8(name.get()) : QString{};
}

} // namespace

QString transferFileName(transfer_extent extent, QString collection, const QString &date)
{
	constexpr int LONGEST = 80;
	static const QRegularExpression forbidden{QStringLiteral("[\\x00-\\x1f\\x7f/\\\\:*?\"<>|]+|^[. ]+|[. ]+$")};

	collection = collection.replace(forbidden, QStringLiteral(" ")).simplified().left(LONGEST);
	const QString name = extent == TRANSFER_RULES_ONLY ? text("Transfer.File.Rules", collection, date)
							   : text("Transfer.File.Everything", collection, date);
	return QStringLiteral("%1.json").arg(name.trimmed());
}

void openTransfer(const BridgePtr &bridge, const QString &path, QWidget *parent)
{
	QString error;
	TransferPlanRef plan = bridge->readTransfer(path, &error);

	if (plan) {
		showOnTop(new TransferDialog{bridge, plan, parent->window()});
	} else if (!error.isEmpty()) {
		say(QStringLiteral("%1: %2").arg(text("Transfer.Title"), QFileInfo{path}.fileName()), error, parent);
	}
}

void chooseImport(const BridgePtr &bridge, QWidget *parent)
{
	QFileDialog *dialog = makeFileDialog(text("Transfer.Title"), parent);

	dialog->setFileMode(QFileDialog::ExistingFile);
	QObject::connect(dialog, &QFileDialog::fileSelected, parent,
			 [bridge, parent](const QString &path) { openTransfer(bridge, path, parent); });
	QObject::connect(bridge.get(), &Bridge::cutting, dialog, &QDialog::close);
	dialog->show();
}

void chooseExport(const BridgePtr &bridge, transfer_extent extent, QWidget *parent)
{
	const bool isForOthers = extent == TRANSFER_RULES_ONLY;
	const QString title = isForOthers ? ruleCommandText(RuleCommand::Export) : text("Transfer.Export");
	QFileDialog *dialog = makeFileDialog(title, parent);

	dialog->setAcceptMode(QFileDialog::AcceptSave);
	dialog->setFileMode(QFileDialog::AnyFile);
	dialog->selectFile(transferFileName(extent, collectionName(), QDate::currentDate().toString(Qt::ISODate)));
	QObject::connect(dialog, &QFileDialog::fileSelected, parent,
			 [bridge, extent, title, parent, dialog](const QString &path) {
				 QString error;
				 if (bridge->writeTransfer(extent, path, &error)) {
					 giveKeysBack(dialog);
					 emit bridge->answered(text("Transfer.Written", QFileInfo{path}.fileName()));
				 } else {
					 say(title, error, parent);
				 }
			 });
	QObject::connect(bridge.get(), &Bridge::cutting, dialog, &QDialog::close);
	dialog->show();
}
