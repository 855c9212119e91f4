// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/theme_files.hpp"

#include <QDir>
#include <QFile>
#include <QHash>
#include <QMetaEnum>
#include <QRegularExpression>

namespace {

constexpr char SPACING[] = "4"; /* OBS's own choice */

struct Source {
	QString name, id, base; /* base: the id of what it extends */
	QString variables, sheet;
};

QString firstIn(const QString &text, const QString &pattern)
{
	return QRegularExpression{pattern}.match(text).captured(1);
}

QString sectionOf(const QString &text, const QString &name)
{
	return firstIn(text, QStringLiteral("@%1\\s*\\{([^}]*)\\}").arg(name));
}

Source sourceOf(const QString &path)
{
	QFile file{path};
	Source source;

	if (!file.open(QIODevice::ReadOnly)) {
		return source;
	}
	QString text = QString::fromUtf8(file.readAll());
	text.remove(QRegularExpression{QStringLiteral("/\\*.*?\\*/"), QRegularExpression::DotMatchesEverythingOption});
	const QString about = sectionOf(text, QStringLiteral("OBSThemeMeta"));
	source.name = firstIn(about, QStringLiteral("\\bname:\\s*'([^']*)'"));
	source.id = firstIn(about, QStringLiteral("\\bid:\\s*'([^']*)'"));
	source.base = firstIn(about, QStringLiteral("\\bextends:\\s*'([^']*)'"));
	source.variables = sectionOf(text, QStringLiteral("OBSThemeVars"));
	source.sheet = text.remove(QRegularExpression{QStringLiteral("@OBSTheme(Meta|Vars)\\s*\\{[^}]*\\}")});
	return source;
}

QVector<Source> sourcesIn(const QString &folder)
{
	QVector<Source> sources;

	for (const QString &file :
	     QDir{folder}.entryList({QStringLiteral("*.obt"), QStringLiteral("*.ovt")}, QDir::Files)) {
		sources += sourceOf(folder + QLatin1Char('/') + file);
	}
	return sources;
}

/* A part of a pixel is none to Qt. */
QString wholePixels(const QString &value)
{
	return value.endsWith(QStringLiteral("px")) ? QStringLiteral("%1px").arg(qRound(value.chopped(2).toDouble()))
						    : value;
}

double worked(const QString &function, double left, QChar sign, double right)
{
	if (function != QStringLiteral("calc")) {
		return function == QStringLiteral("min") ? qMin(left, right) : qMax(left, right);
	}
	switch (sign.unicode()) {
	case '+':
		return left + right;
	case '-':
		return left - right;
	case '*':
		return left * right;
	default:
		return left / right;
	}
}

/* calc(), min() and max() have two numbers, one of which or both have a unit. */
QString workedOut(const QString &function, const QString &arguments)
{
	static const QRegularExpression pair{
		QStringLiteral("^\\s*([\\d.]+)([a-z]*)\\s*([-+*/,])\\s*([\\d.]+)([a-z]*)\\s*$")};
	const QRegularExpressionMatch found = pair.match(arguments);
	const QString unit = found.captured(2).isEmpty() ? found.captured(5) : found.captured(2);

	return found.hasMatch() ? QString::number(worked(function, found.captured(1).toDouble(),
							 found.captured(3).at(0), found.captured(4).toDouble())) +
					  unit
				: QString{};
}

class Variables {
      public:
	explicit Variables(int fontPoints)
	{
		values_[QStringLiteral("obsFontScale")] = QString::number(fontPoints);
		values_[QStringLiteral("obsPadding")] = QLatin1String{SPACING};
	}
	/* Those of a later theme count. */
	void add(const QString &section)
	{
		static const QRegularExpression line{QStringLiteral("--(\\w+):\\s*([^;]+);")};

		for (auto lines = line.globalMatch(section); lines.hasNext();) {
			const QRegularExpressionMatch found = lines.next();
			values_[found.captured(1)] = found.captured(2).remove(QLatin1Char('"')).trimmed();
		}
	}
	/* Without functions and names of others, from the inside to the outside. */
	QString solved(const QString &name) const
	{
		static const QRegularExpression call{QStringLiteral("\\b(var|calc|min|max)\\(([^()]*)\\)")};
		QString value = values_.value(name);

		for (auto found = call.match(value); found.hasMatch(); found = call.match(value)) {
			const QString inside = found.captured(2).trimmed();
			value.replace(found.capturedStart(), found.capturedLength(),
				      found.captured(1) == QStringLiteral("var")
					      ? values_.value(inside.mid(2))
					      : workedOut(found.captured(1), inside));
		}
		return value;
	}
	QString filledIn(const QString &sheet) const
	{
		static const QRegularExpression use{QStringLiteral("var\\(--(\\w+)\\)")};
		QString filled;
		int end = 0;

		for (auto uses = use.globalMatch(sheet); uses.hasNext();) {
			const QRegularExpressionMatch found = uses.next();
			filled += sheet.mid(end, found.capturedStart() - end) + wholePixels(solved(found.captured(1)));
			end = int(found.capturedEnd());
		}
		return filled + sheet.mid(end);
	}
	QStringList names() const
	{
		return values_.keys();
	}

      private:
	QHash<QString, QString> values_;
};

QColor colorOf(const QString &value)
{
	static const QRegularExpression parts{
		QStringLiteral("^rgb\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,\\s*(\\d+)\\s*\\)$")};
	const QRegularExpressionMatch found = parts.match(value);

	return found.hasMatch()
		       ? QColor{found.captured(1).toInt(), found.captured(2).toInt(), found.captured(3).toInt()}
		       : QColor{value};
}

template <typename Enum> Enum valueOf(QString name, bool *isThere)
{
	name.replace(0, 1, name.left(1).toUpper());
	return Enum(QMetaEnum::fromType<Enum>().keyToValue(name.toLatin1().constData(), isThere));
}

/* palette_ROLE, or palette_ROLE_GROUP of one group alone; the latter after those of all. */
QPalette paletteOf(const Variables &variables, QPalette palette)
{
	QStringList names = variables.names().filter(QRegularExpression{QStringLiteral("^palette_")});

	names.sort();
	for (const QString &name : names) {
		const QStringList parts = name.split(QLatin1Char('_'));
		bool isRole = false;
		bool isGroup = true;
		const auto role = valueOf<QPalette::ColorRole>(parts.at(1), &isRole);
		const auto group =
			parts.size() > 2 ? valueOf<QPalette::ColorGroup>(parts.at(2), &isGroup) : QPalette::All;
		const QColor color = colorOf(variables.solved(name));
		if (isRole && isGroup && color.isValid()) {
			palette.setColor(group, role, color);
		}
	}
	return palette;
}

const Source *find(const QVector<Source> &sources, QString Source::*key, const QString &value)
{
	for (const Source &source : sources) {
		if (!value.isEmpty() && source.*key == value) {
			return &source;
		}
	}
	return nullptr;
}

} // namespace

QStringList themeFilesIn(const QString &folder)
{
	QStringList names;

	for (const Source &source : sourcesIn(folder)) {
		names += source.name;
	}
	return names;
}

ThemeFile readThemeFile(const QString &folder, const QString &name, int fontPoints, const QPalette &plain)
{
	const QVector<Source> sources = sourcesIn(folder);
	Variables variables{fontPoints};
	QVector<const Source *> chain;
	QString sheet;

	for (const Source *source = find(sources, &Source::name, name); source && chain.size() < sources.size();
	     source = find(sources, &Source::id, source->base)) {
		chain.prepend(source);
	}
	for (const Source *source : chain) {
		variables.add(source->variables);
		sheet += source->sheet;
	}
	return {variables.filledIn(sheet), paletteOf(variables, plain)};
}
