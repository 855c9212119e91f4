// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/rule_list/rule_selection.hpp"

void RuleSelection::setOrder(const QStringList &order)
{
	order_ = order;
	selected_ &= QSet<QString>{order.cbegin(), order.cend()};
	if (!order_.contains(current_)) {
		current_ = ids().isEmpty() ? QString{} : ids().first();
	}
	if (!order_.contains(anchor_)) {
		anchor_ = current_;
	}
}

const QStringList &RuleSelection::order() const
{
	return order_;
}

QString RuleSelection::current() const
{
	return current_;
}

bool RuleSelection::isSelected(const QString &id) const
{
	return selected_.contains(id);
}

QStringList RuleSelection::ids() const
{
	QStringList found;

	for (const QString &id : order_) {
		if (selected_.contains(id)) {
			found += id;
		}
	}
	return found;
}

void RuleSelection::choose(const QString &id)
{
	selected_.clear();
	if (!id.isEmpty()) {
		selected_ += id;
	}
	current_ = id;
	anchor_ = id;
}

void RuleSelection::point(const QString &id)
{
	if (!isSelected(id)) {
		choose(id);
	}
	current_ = id;
}

void RuleSelection::toggle(const QString &id)
{
	if (!selected_.remove(id)) {
		selected_ += id;
	}
	current_ = id;
	anchor_ = id;
}

void RuleSelection::extendTo(const QString &id)
{
	const int from = qMax(0, int(order_.indexOf(anchor_)));
	const int to = int(order_.indexOf(id));

	selected_.clear();
	for (int i = qMin(from, to); i <= qMax(from, to); i++) {
		selected_ += order_[i];
	}
	current_ = id;
}

void RuleSelection::chooseAll()
{
	selected_ = QSet<QString>{order_.cbegin(), order_.cend()};
}

QString RuleSelection::neighbour(int step) const
{
	const int index = int(order_.indexOf(current_));

	return order_.isEmpty() ? QString{} : order_[qBound(0, index + step, int(order_.size()) - 1)];
}
