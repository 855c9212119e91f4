// SPDX-License-Identifier: GPL-2.0-or-later
/* A button that takes the next key: pressed by mouse, Space or Return it listens, until a key came and was let go, or
 * Escape, or until it loses the focus. Meanwhile no hotkey of OBS starts anything. */
#pragma once

#include <QPushButton>

#include <obs.h>

class KeyCapture : public QPushButton {
	Q_OBJECT

      public:
	explicit KeyCapture(QWidget *parent);
	bool isListening() const;
	void stopListening();
	/* From within captured(): the key is not the one that was asked for. */
	void listenOn();

	/* Of a short key: a long one, or the words while it listens, make nothing wider. */
	QSize sizeHint() const override;
	QSize minimumSizeHint() const override;

      signals:
	void captured(obs_key_combination_t key);
	/* It began or stopped to listen. */
	void listeningChanged();

      protected:
	bool event(QEvent *event) override;
	void focusOutEvent(QFocusEvent *event) override;
	void hideEvent(QHideEvent *event) override;
	void paintEvent(QPaintEvent *event) override;

      private:
	void listen();
	void takePress(const QKeyEvent &event);
	void takeRelease(const QKeyEvent &event);

	bool isListening_{false};
	int taken_{0}; /* Qt's key that was captured and is not let go yet; 0: none */
};
