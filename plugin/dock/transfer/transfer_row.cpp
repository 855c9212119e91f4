// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/transfer/transfer_row.hpp"

#include <QCheckBox>
#include <QEvent>
#include <QLabel>
#include <QStyle>
#include <QVBoxLayout>

#include "dock/transfer/transfer_words.hpp"
#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

namespace {

constexpr int NAME_COLUMNS = 70;

/* Of a name that somebody else wrote, in the width of the window. */
QString shortened(QString name, const QWidget &widget)
{
	const QFontMetrics metrics = widget.fontMetrics();

	name = metrics.elidedText(name, Qt::ElideRight, metrics.averageCharWidth() * NAME_COLUMNS);
	return name.replace(QLatin1Char('&'), QStringLiteral("&&"));
}

} // namespace

TransferRow::TransferRow(const transfer_change &change, const transfer_change *rule, QWidget *parent)
    : QWidget{parent},
      box_{new QCheckBox{this}},
      mayChoose_{transfer_may_choose(&change)}
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *notes = makeLayout<QVBoxLayout>(nullptr);
	const QString name = transferName(change, rule);
	const QString notesText = sentencesText(transferNotes(change));
	const QString warningsText = transferWarnings(change).join(QLatin1Char('\n'));

	column->setSpacing(0);
	notes->setSpacing(0);
	notes->setContentsMargins(style()->pixelMetric(QStyle::PM_IndicatorWidth) +
					  style()->pixelMetric(QStyle::PM_CheckBoxLabelSpacing),
				  0, 0, 0);
	box_->setText(shortened(name, *box_));
	box_->setAccessibleName(name);
	box_->setToolTip(QStringLiteral("<span>%1</span>").arg(name.toHtmlEscaped())); /* whole, and never as markup */
	box_->setAccessibleDescription(QStringList{notesText, warningsText}.join(QLatin1Char(' ')).trimmed());
	box_->setChecked(transfer_is_proposed(&change));
	box_->setEnabled(mayChoose_);
	column->addWidget(box_);
	if (!notesText.isEmpty()) {
		notes->addWidget(makeWrappingLabel(this, Tone::Muted, notesText));
	}
	if (!warningsText.isEmpty()) {
		notes->addWidget(makeWrappingLabel(this, Tone::Warning, warningsText));
	}
	column->addLayout(notes);
	box_->installEventFilter(this);
	connect(box_, &QCheckBox::toggled, this, &TransferRow::toggled);
}

bool TransferRow::eventFilter(QObject *object, QEvent *event)
{
	if (event->type() == QEvent::FocusIn) {
		emit reached();
	}
	return QWidget::eventFilter(object, event);
}

bool TransferRow::isChosen() const
{
	return box_->isEnabled() && box_->isChecked();
}

void TransferRow::choose(bool isChosen)
{
	if (mayChoose_) {
		box_->setChecked(isChosen);
	}
}

bool TransferRow::mayBeChosen() const
{
	return mayChoose_;
}

void TransferRow::setPossible(bool isPossible)
{
	box_->setEnabled(mayChoose_ && isPossible);
}
