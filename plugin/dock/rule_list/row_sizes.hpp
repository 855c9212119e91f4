// SPDX-License-Identifier: GPL-2.0-or-later
/* What is of one size in every row of the rules, measured once: a theme is slow to tell the size of a box to tick, and
 * a label that says nothing yet takes longer to dress than to leave out. */
#pragma once

#include <QSize>
#include <QString>

class QCheckBox;
class QSpacerItem;
class QWidget;
class ValueLabel;

class RowSizes {
      public:
	/* parent: of the rows. */
	explicit RowSizes(QWidget *parent);
	/* A box to tick without words. */
	QCheckBox *makeBox(QWidget *row) const;
	/* The time when a rule ran last. */
	ValueLabel *makeTime(QWidget *row) const;
	/* The room of that time, where there is none yet. */
	QSpacerItem *makeRoomForTime() const;

      private:
	/* As the rows' own, and never seen. */
	QCheckBox *box_;
	ValueLabel *time_;
};
