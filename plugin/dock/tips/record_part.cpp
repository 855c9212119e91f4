// SPDX-License-Identifier: GPL-2.0-or-later
#include "dock/tips/record_part.hpp"

#include <utility>

#include <QCheckBox>
#include <QDir>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "dock/widgets/looks.hpp"
#include "dock/widgets/text.hpp"

RecordPart::RecordPart(BridgePtr bridge, QWidget *parent)
    : QWidget{parent},
      bridge_{std::move(bridge)},
      isOn_{named("sessionRecord", new QCheckBox{text("Record.On"), this})},
      place_{named("recordPlace", new QLineEdit{QDir::toNativeSeparators(bridge_->recordFolder()), this})},
      done_{named("recordDone", makeWrappingLabel(this))}
{
	SettingsCopy settings;

	build();
	isOn_->setChecked(bridge_->readSettings(settings) && settings.value.session_record);
	connect(isOn_, &QCheckBox::toggled, this, &RecordPart::setOn);
}

void RecordPart::build()
{
	auto *column = makeLayout<QVBoxLayout>(this);
	auto *line = new QHBoxLayout;
	auto *remove = named("deleteRecord", new QPushButton{text("Record.Delete"), this});

	remove->setAutoDefault(false);
	place_->setReadOnly(true);
	setName(place_, text("Record.Folder"));
	done_->hide();
	line->addWidget(remove, 0, Qt::AlignLeft);
	line->addWidget(done_, 1);
	column->addWidget(isOn_);
	column->addWidget(makeWrappingLabel(this, Tone::Muted, text("Record.Place")));
	column->addWidget(place_);
	column->addLayout(line);
	connect(remove, &QPushButton::clicked, this, &RecordPart::remove);
}

void RecordPart::showDiscreet(bool isDiscreet)
{
	place_->setVisible(!isDiscreet);
}

void RecordPart::setOn(bool isOn)
{
	QString error;

	bridge_->changeSettings([isOn](engine_settings &settings) { settings.session_record = isOn; }, &error);
	showLabel(done_, error);
}

void RecordPart::remove()
{
	bridge_->deleteRecords();
	showLabel(done_, text("Record.Deleted"));
}
