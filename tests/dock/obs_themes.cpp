// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/obs_themes.hpp"

#include "dock/theme_files.hpp"

#include <algorithm>
#include <iterator>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFont>
#include <QPalette>
#include <QRegularExpression>

namespace {

constexpr int FONT_POINTS = 10; /* of text, at 100 % */

struct NewTheme {
	const char *name;
	const char *window, *base, *notice, *text, *muted, *button, *input, *highlight;
};

/* Read from the themes of OBS 32.2. All of them share the colours of warnings, dangers and successes. */
constexpr NewTheme NEW_THEMES[] = {
	{"32 Yami", "#1d1f26", "#272a33", "#13141a", "#ffffff", "#969696", "#3c404d", "#5b6273", "#284cb8"},
	{"32 Acri", "#101010", "#181819", "#090909", "#ffffff", "#969696", "#162458", "#616161", "#131a30"},
	{"32 Classic", "#3a393a", "#1f1e1f", "#2e2d2e", "#ffffff", "#969696", "#4c4c4c", "#4c4c4c", "#19344c"},
	{"32 Grey", "#212121", "#2f2f2f", "#151515", "#ffffff", "#969696", "#434343", "#616161", "#284cb8"},
	{"32 Light", "#d3d3d3", "#e5e5e5", "#c1c1c1", "#0a0a0a", "#646464", "#f5f5f5", "#8c8c8c", "#8cb5ff"},
	{"32 Rachni", "#31363b", "#232629", "#151617", "#ffffff", "#969696", "#00bcd4", "#767c7c", "#914c67"},
};

QString sheetOf(const NewTheme &theme)
{
	return QStringLiteral("QWidget { color: %1; font-size: 10pt; }\n"
			      "QDockWidget > QWidget { background: %2; }\n"
			      "QScrollArea > QWidget > QWidget { background: transparent; }\n"
			      ".frame-notice { background: %3; border: 1px solid %2; border-radius: 4px; }\n"
			      ".text-muted { color: %4; } .text-warning { color: #b88a16; }\n"
			      ".text-danger { color: #c01c37; } .text-success { color: #25a231; }\n"
			      "QPushButton, QToolButton { background-color: %5; color: %1; border: 1px solid %5;"
			      " border-radius: 4px; padding: 2px; }\n"
			      "QPushButton:disabled { color: %4; }\n"
			      "QToolButton:checked { background-color: %7; border-color: %7; }\n"
			      ".button-primary { border-color: %7; }\n"
			      "QCheckBox::indicator { width: 16px; height: 16px; }\n"
			      "QCheckBox::indicator:unchecked { image: url(./%8/checkbox_unchecked.svg); }\n"
			      "QCheckBox::indicator:checked { image: url(./%8/checkbox_checked.svg); }\n"
			      "QLineEdit { background-color: %5; border: 1px solid %6; }\n"
			      "QListWidget { background-color: %2; border: 1px solid %6; }\n"
			      "QSlider::groove:horizontal { height: 4px; background-color: %5; border-radius: 2px; }\n"
			      "QSlider::sub-page:horizontal { background-color: #476bd7; }\n"
			      "QSlider::handle:horizontal { background-color: #ffffff; width: 20px; height: 10px;"
			      " margin: -3px 0; border-radius: 4px; }\n")
		.arg(QString::fromUtf8(theme.text), QString::fromUtf8(theme.base), QString::fromUtf8(theme.notice),
		     QString::fromUtf8(theme.muted), QString::fromUtf8(theme.button), QString::fromUtf8(theme.input),
		     QString::fromUtf8(theme.highlight),
		     QString::fromUtf8(theme.name).contains("Light") ? QStringLiteral("Light")
								     : QStringLiteral("Yami"));
}

QPalette paletteOf(const NewTheme &theme)
{
	QPalette palette;

	palette.setColor(QPalette::Window, QColor{theme.window});
	palette.setColor(QPalette::Base, QColor{theme.base});
	palette.setColor(QPalette::WindowText, QColor{theme.text});
	palette.setColor(QPalette::Text, QColor{theme.text});
	palette.setColor(QPalette::Button, QColor{theme.button});
	palette.setColor(QPalette::ButtonText, QColor{theme.text});
	palette.setColor(QPalette::Highlight, QColor{theme.highlight});
	palette.setColor(QPalette::HighlightedText, QColor{theme.text});
	palette.setColor(QPalette::Mid, QColor{theme.window});
	palette.setColor(QPalette::Dark, QColor{theme.base});
	return palette;
}

/* The colours of an older theme, as OBS reads them from the head of its style sheet. */
QPalette paletteOf(const QString &sheet)
{
	const struct {
		const char *name;
		QPalette::ColorRole role;
	} roles[] = {{"window", QPalette::Window},
		     {"windowText", QPalette::WindowText},
		     {"base", QPalette::Base},
		     {"alternateBase", QPalette::AlternateBase},
		     {"text", QPalette::Text},
		     {"button", QPalette::Button},
		     {"buttonText", QPalette::ButtonText},
		     {"light", QPalette::Light},
		     {"mid", QPalette::Mid},
		     {"dark", QPalette::Dark},
		     {"shadow", QPalette::Shadow},
		     {"link", QPalette::Link},
		     {"highlight", QPalette::Highlight},
		     {"highlightText", QPalette::HighlightedText}};
	QPalette palette;

	for (const auto &entry : roles) {
		const QRegularExpression line{QStringLiteral("^\\s+%1:\\s*rgb\\((\\d+),\\s*(\\d+),\\s*(\\d+)\\);")
						      .arg(QString::fromUtf8(entry.name)),
					      QRegularExpression::MultilineOption};
		const QRegularExpressionMatch match = line.match(sheet);
		if (match.hasMatch()) {
			palette.setColor(entry.role, QColor{match.captured(1).toInt(), match.captured(2).toInt(),
							    match.captured(3).toInt()});
		}
	}
	return palette;
}

const NewTheme *findNew(const QString &name)
{
	const auto *found = std::find_if(std::begin(NEW_THEMES), std::end(NEW_THEMES),
					 [&](const NewTheme &theme) { return name == QLatin1String{theme.name}; });

	return found == std::end(NEW_THEMES) ? nullptr : found;
}

void putOn(QString sheet, const QPalette &palette, int fontPercent)
{
	QFont font;

	qApp->setPalette(palette);
	sheet.replace(QStringLiteral("url(./"), QStringLiteral("url(" THEME_DIR "/"));
	sheet.replace(QStringLiteral("url('./"), QStringLiteral("url('" THEME_DIR "/"));
	font.setPointSizeF(FONT_POINTS * fontPercent / 100.0);
	qApp->setFont(font);
	sheet.replace(QStringLiteral("font-size: 10pt"), QStringLiteral("font-size: %1pt").arg(font.pointSizeF()));
	qApp->setStyleSheet(sheet);
}

bool wearOldTheme(const QString &name, int fontPercent)
{
	QFile file{QStringLiteral(THEME_DIR "/%1.qss").arg(name)};

	if (!file.open(QIODevice::ReadOnly)) {
		return false;
	}
	const QString sheet = QString::fromUtf8(file.readAll());
	putOn(sheet, paletteOf(sheet), fontPercent);
	return true;
}

bool wearThemeFile(const QString &name, int fontPercent)
{
	const QString folder = QStringLiteral(THEME_DIR);
	const ThemeFile theme = readThemeFile(folder, name, FONT_POINTS * fontPercent / 100, qApp->palette());

	QDir::setSearchPaths(QStringLiteral("theme"), {folder});
	putOn(theme.sheet, theme.palette, fontPercent);
	return !theme.sheet.isEmpty();
}

} // namespace

QStringList installedThemes()
{
	QStringList names = themeFilesIn(QStringLiteral(THEME_DIR));

	for (const QString &file : QDir{QStringLiteral(THEME_DIR)}.entryList({QStringLiteral("*.qss")})) {
		names += file.chopped(int(strlen(".qss")));
	}
	return names;
}

QStringList newThemes()
{
	QStringList names;

	if (!themeFilesIn(QStringLiteral(THEME_DIR)).isEmpty()) {
		return names;
	}
	for (const NewTheme &theme : NEW_THEMES) {
		names += QString::fromUtf8(theme.name);
	}
	return names;
}

bool wearTheme(const QString &name, int fontPercent)
{
	takeThemeOff();
	if (const NewTheme *theme = findNew(name)) {
		putOn(sheetOf(*theme), paletteOf(*theme), fontPercent);
		return true;
	}
	if (name.isEmpty()) {
		putOn({}, QPalette{}, fontPercent);
		return true;
	}
	return wearOldTheme(name, fontPercent) || wearThemeFile(name, fontPercent);
}

void takeThemeOff()
{
	static const QFont font = qApp->font();
	static const QPalette palette = qApp->palette();

	qApp->setStyleSheet({});
	qApp->setFont(font);
	qApp->setPalette(palette);
}
