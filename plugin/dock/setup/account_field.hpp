// SPDX-License-Identifier: GPL-2.0-or-later
/* A field of the account page with what belongs to it: the switch that shows a secret, and the sentence that says what
 * is wrong with the content. */
#pragma once

#include <QWidget>

class QAction;
class QCheckBox;
class QHBoxLayout;
class QLabel;
class QLineEdit;

class AccountField : public QWidget {
	Q_OBJECT

      public:
	enum class Kind { Open = 1, Secret };

	/* name: by which others find the line edit; the switch and the sentence have it with "Show" and "Fault" behind.
	 */
	AccountField(const char *name, const QString &label, Kind kind, QWidget *parent);

	QLineEdit *edit() const;
	/* Without the blanks at its ends. */
	QString content() const;
	/* A secret is saved: its field is empty, and keeps it. */
	void setSaved(bool isSaved);
	/* Empty: nothing is wrong. Typing takes it away. */
	void setFault(const QString &sentence);
	bool hasFault() const;
	/* Nothing was entered, and nothing is saved. */
	bool isMissing() const;
	/* Hides a secret; not while the switch is being clicked, which would turn it round. */
	void conceal();
	bool isSwitching() const;

      private:
	void addSwitch(const QString &name, QHBoxLayout *line);
	void showHint();

	QLineEdit *edit_;
	QCheckBox *show_{nullptr}; /* of a secret alone */
	QLabel *fault_;
	QAction *sign_;
	bool isSaved_{false};
};
