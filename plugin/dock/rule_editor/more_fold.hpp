// SPDX-License-Identifier: GPL-2.0-or-later
/* What few rules need, folded away under a button. Never deleted while folded: its fields count all the same. */
#pragma once

#include <QWidget>

class FoldButton;
class QVBoxLayout;

class MoreFold : public QWidget {
	Q_OBJECT

      public:
	explicit MoreFold(QWidget *parent);
	/* Takes it as a child, below those that are there. */
	void add(QWidget *part);
	void setOpen(bool isOpen);
	bool isOpen() const;

      signals:
	/* Opened or closed. */
	void toggled(bool isOpen);

      private:
	FoldButton *button_;
	QWidget *body_;
	QVBoxLayout *parts_;
};
