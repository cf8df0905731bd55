// SPDX-License-Identifier: MIT
#include "base/knob.h"

#include <stdio.h>

void knob_name(struct knob knob, char *name, size_t size)
{
	if (knob.is_target)
		snprintf(name, size, "targets.%s", target_key(knob.target));
	else
		param_full_name(knob.param, name, size);
}
