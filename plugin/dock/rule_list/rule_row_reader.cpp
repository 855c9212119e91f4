// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_row_reader.hpp"

#include <QAccessibleWidget>

#include "dock/rule_list/rule_row.hpp"

namespace {

class RuleRowReader : public QAccessibleWidget {
      public:
	explicit RuleRowReader(RuleRow *row)
	    : QAccessibleWidget{row, QAccessible::ListItem},
	      row_{row}
	{
	}

	QAccessible::State state() const override
	{
		QAccessible::State state = QAccessibleWidget::state();

		state.checkable = true;
		state.checked = row_->isRuleEnabled();
		state.selectable = true;
		state.selected = row_->isSelected();
		return state;
	}

      private:
	RuleRow *row_;
};

QAccessibleInterface *makeReader(const QString &, QObject *object)
{
	auto *row = qobject_cast<RuleRow *>(object);

	return row ? new RuleRowReader{row} : nullptr;
}

} // namespace

void installRuleRowReader()
{
	QAccessible::installFactory(makeReader);
}

void removeRuleRowReader()
{
	QAccessible::removeFactory(makeReader);
}
