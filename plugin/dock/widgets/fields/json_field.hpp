// SPDX-License-Identifier: GPL-2.0-or-later
/* A field of a form that shows one value of the rule JSON. UI thread. */
#pragma once

#include <QJsonValue>

class JsonField {
      public:
	/* Shows value; missing in place of an Undefined one, which stands for a key that is not there. */
	virtual void load(const QJsonValue &value, const QJsonValue &missing) = 0;
	/* What goes into the JSON; Undefined: the key stays away. */
	virtual QJsonValue json() const = 0;

      protected:
	~JsonField() = default;
};
