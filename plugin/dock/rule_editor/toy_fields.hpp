// SPDX-License-Identifier: GPL-2.0-or-later
/* What a trigger or a condition asks of toys: connected, a low battery, or something that toys tell. Keys that belong
 * to another event are dropped. Whoever holds it reports its changes (FormFields::reportChanges()). */
#pragma once

#include "dock/bridge.hpp"
#include "dock/rule_editor/form_fields.hpp"

class ChoiceBox;
class NumberField;

/* All toys, or one of those that are known. */
ChoiceBox *makeToyChoice(const BridgePtr &bridge, bool isDiscreet, QWidget *parent);

class ToyFields : public FormFields {
	Q_OBJECT

      public:
	ToyFields(const BridgePtr &bridge, bool isDiscreet, QWidget *parent);
	void load(const QJsonObject &watch);
	void store(QJsonObject &watch) const;

      private:
	ChoiceBox *event_;
	ChoiceBox *toys_;
	NumberField *above_;
	NumberField *below_;
};
