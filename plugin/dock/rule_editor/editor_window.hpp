// SPDX-License-Identifier: GPL-2.0-or-later
/* A window with a form over OBS's main window.
 *
 * Nothing that was entered is lost without a word: whoever closes it is asked, and a close that no person asked for
 * (OBS closes every dialog when it opens another scene collection) leaves it open. It opens as tall as its form needs
 * and grows with it, on a screen that has the room, and covers nothing that is to stay visible. */
#pragma once

#include <QDialog>
#include <QPointer>

class PageScroll;
class QMessageBox;

class EditorWindow : public QDialog {
	Q_OBJECT

      public:
	using QDialog::QDialog;
	/* By Escape, Cancel or the window's own button. */
	void reject() override;

	/* What it was opened from, and what of that stays visible, before it is shown. */
	void openBeside(QWidget *opener, QWidget *kept);
	/* Of a copy: the window that it was made from, before it is shown. */
	void openAside(QWidget *original);

      protected:
	bool event(QEvent *event) override;
	void showEvent(QShowEvent *event) override;
	void closeEvent(QCloseEvent *event) override;

	virtual bool hasChanges() const = 0;
	virtual bool canSave() const = 0;
	/* Leaves when it is saved, and says why when it cannot be. */
	virtual void save() = 0;
	/* Somebody else wanted to close it: say that all is still there. */
	virtual void onKeptOpen() = 0;
	/* Once the layout of the window is a QVBoxLayout with this in it. */
	void fitTo(PageScroll *page);
	PageScroll *page() const;
	/* Closes it, whatever has changed. */
	void leave();
	/* Is shown where the other stands, which leaves; the keys stay in the window that has them. */
	void takePlaceOf(EditorWindow *other);
	bool isLeaving() const;

      private:
	void growWithForm();
	void keepTextWhole();
	void askToLeave();

	PageScroll *page_{nullptr};
	QPointer<QWidget> opener_;
	QPointer<QWidget> kept_;
	QPointer<QWidget> original_;
	QPointer<QMessageBox> question_;
	bool isLeaving_{false};
	int grown_px_{0};  /* the height that it gave itself last */
	int wanted_px_{0}; /* the height that all of it had when the window was fitted to it */
};
