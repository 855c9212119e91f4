// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/theme/legible.hpp"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QCheckBox>
#include <QEvent>
#include <QFrame>
#include <QImage>
#include <QLabel>
#include <QPushButton>
#include <QVariant>

#include "dock/theme/focus_ring.hpp"

namespace {

constexpr int MIX_STEPS = 50;
constexpr double MUTED_SHARE = 0.7; /* of the text's colour, where a theme has none for secondary text */
/* A ground above this is better written on in black. */
constexpr double LIGHT_GROUND = 0.18;
constexpr QRgb PLAIN_DANGER = qRgb(192, 0, 0);

double linear(double share)
{
	return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
}

double luminance(const QColor &color)
{
	return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

/* What a theme makes of widgets that carry its classes. */
struct ThemeColors {
	QVector<QColor> grounds; /* of windows, docks and notices */
	QColor text, muted, good, warning, bad;
	QColor button, buttonText;
	double box; /* contrast of a box to tick */
};

double strongestContrast(const QImage &picture, const QColor &ground)
{
	double strongest = 1;

	for (int y = 0; y < picture.height(); y++) {
		for (int x = 0; x < picture.width(); x++) {
			strongest = std::max(strongest, contrastOf(QColor{picture.pixel(x, y)}, ground));
		}
	}
	return strongest;
}

/* Asks the theme by widgets that nobody sees. All of them live at once and in a parent: style sheets are cached by the
 * address of a widget, and those before OBS 30.2 look for descendants. */
class Probes {
      public:
	/* themeId: what themes before OBS 30.2 know it by. */
	QColor textOf(const char *themeClass, const char *themeId)
	{
		auto *label = new QLabel{&parent_};

		label->setProperty("class", themeClass);
		label->setProperty("themeID", themeId);
		label->ensurePolished();
		return label->palette().color(label->foregroundRole());
	}
	QPalette button()
	{
		return paletteOf(new QPushButton{&parent_});
	}
	/* How far the box to tick stands out from the ground, as the theme draws it. */
	double boxContrast(const QColor &ground)
	{
		QCheckBox box{&parent_};

		box.ensurePolished();
		box.resize(box.sizeHint());
		QImage picture{box.size(), QImage::Format_RGB32};
		picture.fill(ground);
		box.render(&picture, {}, {}, QWidget::DrawChildren);
		return strongestContrast(picture, ground);
	}
	QPalette notice()
	{
		auto *frame = new QFrame{&parent_};

		frame->setProperty("class", "frame-notice");
		return paletteOf(frame);
	}

      private:
	static QPalette paletteOf(QWidget *widget)
	{
		widget->ensurePolished();
		return widget->palette();
	}

	QWidget parent_;
};

ThemeColors wornColors()
{
	Probes probes;
	ThemeColors worn;

	worn.grounds = {QApplication::palette().color(QPalette::Window), QApplication::palette().color(QPalette::Base),
			probes.notice().color(QPalette::Window)};
	worn.text = probes.textOf("", "");
	worn.muted = probes.textOf("text-muted", "");
	worn.good = probes.textOf("text-success", "good");
	worn.warning = probes.textOf("text-warning", "warning");
	worn.bad = probes.textOf("text-danger", "error");
	if (worn.muted == worn.text) {
		worn.muted = mixed(worn.grounds[0], worn.text, MUTED_SHARE);
	}
	if (worn.bad == worn.text) { /* the plain style of Qt */
		worn.bad = PLAIN_DANGER;
	}
	worn.button = probes.button().color(QPalette::Button);
	worn.buttonText = probes.button().color(QPalette::ButtonText);
	worn.box = std::min(probes.boxContrast(worn.grounds[0]), probes.boxContrast(worn.grounds[1]));
	return worn;
}

QString toneRule(const char *themeClass, const QColor &color, const ThemeColors &worn)
{
	return QStringLiteral(".%1 { color: %2; }\n")
		.arg(QString::fromUtf8(themeClass), legible(color, worn.grounds, LEAST_TEXT_CONTRAST).name());
}

/* STOP ALL, and what is shown after it: on the theme's colour of danger, dark enough for white words. */
QString dangerRules(const ThemeColors &worn)
{
	const QColor ground = legible(worn.bad, {Qt::white}, LEAST_TEXT_CONTRAST);
	const QString edge = legible(worn.bad, worn.grounds, LEAST_CONTROL_CONTRAST).name();

	return QStringLiteral(
		       "QPushButton#stopAll { background-color: %1; color: white; border: 2px solid %2;"
		       " border-radius: 4px; padding: 3px; min-height: 1.6em; }\n"
		       "QPushButton#stopAll:hover, QPushButton#stopAll:pressed { background-color: %3; }\n"
		       "QPushButton#stopAll:focus { border-color: %4; }\n"
		       "QFrame#latched { background-color: %1; border: 2px solid %2; border-radius: 4px; }\n"
		       "QFrame#latched QLabel { color: white; background: transparent; }\n"
		       "QFrame#latched QPushButton { background-color: white; color: %1; border: 2px solid white;"
		       " border-radius: 4px; padding: 3px; min-height: 1.4em; }\n"
		       "QFrame#latched QPushButton:hover, QFrame#latched QPushButton:focus { border-color: %3; }\n")
		.arg(ground.name(), edge, ground.darker(125).name(), worn.text.name());
}

QString edgeOfControls(const ThemeColors &worn)
{
	return legible(worn.muted, worn.grounds, LEAST_CONTROL_CONTRAST).name();
}

/* Indicators and handles that a theme leaves in the colour of their ground. */
QString controlRules(const ThemeColors &worn)
{
	return QStringLiteral(
		       "QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid %1;"
		       " border-radius: 7px; background: transparent; }\n"
		       "QRadioButton::indicator:checked { background: qradialgradient(cx: 0.5, cy: 0.5, radius: 0.5,"
		       " fx: 0.5, fy: 0.5, stop: 0 %2, stop: 0.55 %2, stop: 0.65 transparent); }\n"
		       "QRadioButton { spacing: 6px; }\n"
		       "QSlider::handle:horizontal { border: 1px solid %1; }\n")
		.arg(edgeOfControls(worn), worn.text.name());
}

/* What is folded out is no choice: its arrow says it. */
QString foldRule(const ThemeColors &worn)
{
	return QStringLiteral("QToolButton#toys, QToolButton#rulesHeading, QToolButton#expand { padding: 0px; }\n"
			      "QToolButton#toys:checked:!hover, QToolButton#rulesHeading:checked:!hover,"
			      " QToolButton#more:checked:!hover, QToolButton#expand:checked:!hover { color: %1;"
			      " background: transparent; border: 1px solid transparent; }\n")
		.arg(worn.text.name());
}

/* The line that shows where a rule goes that is dragged. */
QString dropRule(const ThemeColors &worn)
{
	const QColor highlight = QApplication::palette().color(QPalette::Highlight);

	return QStringLiteral("QFrame#dropMark { border: none; background-color: %1; }\n")
		.arg(legible(highlight, worn.grounds, LEAST_CONTROL_CONTRAST).name());
}

/* A dot or a plus says enough; the arrow of a menu would lie on it, as on the last letter of a word. */
QString menuRules()
{
	return QStringLiteral("QToolButton.icon-plus::menu-indicator, QToolButton.icon-dots-vert::menu-indicator"
			      " { image: none; }\n"
			      "QToolButton#copyFor { padding-right: 18px; }\n");
}

/* A square in a square, where the theme's own box cannot be seen. */
QString boxRules(const ThemeColors &worn)
{
	if (worn.box >= LEAST_CONTROL_CONTRAST) {
		return {};
	}
	return QStringLiteral("QCheckBox::indicator { width: 8px; height: 8px; padding: 2px; border: 1px solid %1;"
			      " border-radius: 2px; background: transparent; }\n"
			      "QCheckBox::indicator:checked { background-color: %2; background-clip: content; }\n")
		.arg(edgeOfControls(worn), worn.text.name());
}

QString buttonRule(const ThemeColors &worn)
{
	if (contrastOf(worn.button, worn.buttonText) >= LEAST_TEXT_CONTRAST) {
		return {};
	}
	return QStringLiteral("QPushButton:enabled:!hover { background-color: %1; }\n")
		.arg(legible(worn.button, {worn.buttonText}, LEAST_TEXT_CONTRAST).name());
}

QString legibleSheet()
{
	const ThemeColors worn = wornColors();
	const bool isPlainStyle = qApp->styleSheet().isEmpty();

	return toneRule("text-muted", worn.muted, worn) + toneRule("text-success", worn.good, worn) +
	       toneRule("text-warning", worn.warning, worn) + toneRule("text-danger", worn.bad, worn) +
	       (isPlainStyle ? QString{} : buttonRule(worn) + controlRules(worn) + boxRules(worn) + menuRules()) +
	       foldRule(worn) + dropRule(worn) + dangerRules(worn);
}

class Legibility : public QObject {
      public:
	explicit Legibility(QWidget *root)
	    : QObject{root}
	{
		setObjectName(QStringLiteral("legibility"));
		root->installEventFilter(this);
		follow();
	}

      protected:
	bool eventFilter(QObject *object, QEvent *event) override
	{
		/* A change of the palette comes while Qt gives this widget its looks, when it gives none to others. */
		if (event->type() == QEvent::StyleChange) {
			follow();
		}
		return QObject::eventFilter(object, event);
	}

      private:
	void follow()
	{
		if (isFollowing_) { /* what it sets is a change of style, too */
			return;
		}
		isFollowing_ = true;
		auto *root = static_cast<QWidget *>(parent());
		const QString sheet = legibleSheet();
		if (root->styleSheet() != sheet) {
			root->setStyleSheet(sheet);
		}
		isFollowing_ = false;
	}

	bool isFollowing_{false};
};

} // namespace

double contrastOf(const QColor &one, const QColor &other)
{
	const double lower = std::min(luminance(one), luminance(other));
	const double higher = std::max(luminance(one), luminance(other));

	return (higher + 0.05) / (lower + 0.05);
}

QColor mixed(const QColor &from, const QColor &to, double share)
{
	const auto between = [share](int one, int other) { return qRound(one + (other - one) * share); };

	return {between(from.red(), to.red()), between(from.green(), to.green()), between(from.blue(), to.blue())};
}

QColor legible(const QColor &color, const QVector<QColor> &grounds, double leastContrast)
{
	const bool isLight = std::any_of(grounds.cbegin(), grounds.cend(),
					 [](const QColor &ground) { return luminance(ground) > LIGHT_GROUND; });
	QColor goal = isLight ? Qt::black : Qt::white;

	for (int step = 0; step < MIX_STEPS; step++) {
		QColor candidate = mixed(color, goal, double(step) / MIX_STEPS);
		if (std::all_of(grounds.cbegin(), grounds.cend(),
				[&](const QColor &ground) { return contrastOf(candidate, ground) >= leastContrast; })) {
			return candidate;
		}
	}
	return goal;
}

void keepLegible(QWidget *root)
{
	if (!root->findChild<QObject *>(QStringLiteral("legibility"), Qt::FindDirectChildrenOnly)) {
		new Legibility{root};
		new FocusMark{root};
	}
}
