// SPDX-License-Identifier: GPL-2.0-or-later
/* Draws a pairing code black on white in every theme, with a whole number of screen pixels for each module. Holds no
 * payload, only its picture. */
#pragma once

#include <QLabel>

class QrView : public QLabel {
	Q_OBJECT

      public:
	/* Phones read this at arm's length. */
	enum { MODULE_PX = 6 };

	explicit QrView(QWidget *parent);
	/* serial: of the snapshot's code; the picture is made again only when it changes. payload "": nothing is drawn.
	 */
	void showCode(const char *payload, quint32 serial);
	/* As showCode("", 0), but the place stays as large as the code was. */
	void withdrawCode();
	bool hasCode() const;

	QSize sizeHint() const override;

      private:
	QSize room_; /* where there is no code */
	quint32 serial_{0};
	bool hasCode_{false};
};
