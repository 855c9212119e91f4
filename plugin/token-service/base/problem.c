/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "token-service/base/problem.h"

#include <stdio.h>

static const struct problem_info infos[PROBLEM_COUNT] = {
#define X(name, ...) [PROBLEM_##name] = {__VA_ARGS__},
	PROBLEMS(X)
#undef X
};

const struct problem_info *problem_info(enum problem problem)
{
	return &infos[problem > PROBLEM_INVALID && problem < PROBLEM_COUNT ? problem : PROBLEM_INTERNAL];
}

void problem_explain(enum problem problem, const char *detail, char *text, size_t size)
{
	const char *message = problem_info(problem)->message;
	if (*detail)
		snprintf(text, size, "%s (%s)", message, detail);
	else
		snprintf(text, size, "%s", message);
}
