// SPDX-License-Identifier: GPL-2.0-or-later
/* A radio button whose circle has the colour of its text. Themes of OBS draw it nearly in the colour of the window (in
 * Rachni it cannot be seen at all). */
#pragma once

#include <QRadioButton>

class PlainRadio : public QRadioButton {
	Q_OBJECT

      public:
	using QRadioButton::QRadioButton;

      protected:
	void paintEvent(QPaintEvent *event) override;
};
