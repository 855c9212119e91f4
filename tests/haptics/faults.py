# SPDX-License-Identifier: GPL-2.0-or-later
"""Faults for mutations.py, and the finding of their places.

A fault names a function of plugin/haptics/, a shape of code that has to be there exactly once, and what takes its place.
Shapes are compared token by token, so that white space, line breaks and comments do not count. $1 stands for a run of
tokens in which brackets match and no statement ends; $$1 for any run. The same number again means the same tokens. What a
shape spells out (functions, enum values, operators) has to stay; variables and fields may be renamed.
"""
import functools
import re

# name, function, shape, what takes its place
FAULTS = [
    ("the master ceiling does not count", "gate_ceiling", "fmin($1, $2)", "$2"),
    ("ceilings are multiplied", "gate_ceiling", "fmin($1, $2)", "$1 * $2"),
    ("the toy's ceiling does not count", "own_ceiling", "fmin($1, $2)", "$2"),
    ("the function's ceiling does not count", "own_ceiling", "fmin($1, $2)", "$1"),
    ("a NaN is a level", "gate_unit", "if (!($1 > 0))", "if ($1 <= 0)"),
    ("steps are rounded up", "gate_steps", "floor($1 + $2)", "ceil($1)"),
    ("disarmed does not count", "gate_pass", "if (!$1 || $2 || $3)", "if ($2 || $3)"),
    ("panic does not count", "gate_pass", "if (!$1 || $2 || $3)", "if (!$1 || $3)"),
    ("a pause does not count", "gate_pass", "if (!$1 || $2 || $3)", "if (!$1 || $2)"),
    ("runs begin in a pause", "output_refusal", "if ($1) return HAPTICS_IGNORED_PAUSED;", ""),
    ("a toy that is named and not there does not count", "choose", "if (!$1 || ($2 & ~$1))", "if (!$1)"),
    ("a toy that is named and lacks it does not count", "choose", "if ($1 && (!$2 || $3 == $4))", "if ($1)"),
    ("a request does not narrow the toys of a rule", "choose", "|| ($1 && !($1 & mask_bit($2))))", ")"),
    ("a request does not narrow the functions of a rule", "wanted_functions",
     "return action_functions($1) & $2;", "return action_functions($1);"),
    ("a rule that is switched off runs", "rule_refusal", "if ($1 && !$2) return HAPTICS_IGNORED_DISABLED;", ""),
    ("lowering raises", "plan_ceiling_refusal", "return $1 ? HAPTICS_IGNORED_NOT_ALLOWED : HAPTICS_DONE;",
     "return HAPTICS_DONE;"),
    ("a request lifts a person's stop", "plan_resume_refusal", "return $1 ? $2 : $3;", "return $3;"),
    ("a pause is taken for a stop that was lifted", "plan_resume_refusal", "if ($1) return HAPTICS_IGNORED_PAUSED;", ""),
    ("an older start passes", "plan_order_refusal", "$1 < $2 || $3", "$3"),
    ("a start passes the stop of its number", "plan_order_refusal", "$1 < $2 || $3", "$1 < $2"),
    ("a stop rule can come too late", "plan_order_refusal", "if ($1 || !$2 || !$3)", "if (!$2 || !$3)"),
    ("a stop that is older takes the order back", "take", "if (!$1 || $2 > $3)", "if (true)"),
    ("a stop of the same number does not count", "take", "= $1 || $2;", "= $1;"),
    ("the end of a run does not keep its order", "order_note_end", "if ($1 == 0) $2 = $3;", ";"),
    ("orders are never forgotten", "is_forgotten", "return $1 >= $2 && !$3;", "return false;"),
    ("a key that runs is forgotten", "last_use_ms", "return $1 ? $2 : $3;", "return $3;"),
    ("a stop rule rests while disarmed", "rule_refusal", "= $1 ? HAPTICS_FIRED : output_refusal($2);",
     "= output_refusal($2);"),
    ("a verdict forgets the ceilings", "plan_applied", "return $1 ? gate_preview($2) : 0;",
     "return $1 ? wanted : 0;"),
    ("every test lets itself through", "plan_level", ".while_disarmed = $1 && $2->on,", ".while_disarmed = $1,"),
    ("two runs have one number", "start_number", "+= 2;", "= 2;"),
    ("a renewal forgets what narrows it", "narrow", "&= $1;", "|= 0;"),
    ("the test of a rule outlives its rules", "haptics_set_rules", "test_rule_end($1);", ""),
    ("a second pause cuts the first one short", "prolong", "if ($1 > $2)", "if (true)"),
    ("an end by the longest run is told like any other", "run_advance",
     "run_end($1 ? HAPTICS_ENDED_LONGEST : HAPTICS_ENDED);", "run_end(haptics, run, HAPTICS_ENDED);"),
    ("the end of a run is told to nobody", "end_recorded", "notice_ended($1, $2, $3);", ";"),
    ("a run that began anew counts on", "begin_rule", "begin_count($1, $2);", ";"),
    ("a test is told as a run", "notice_ended", "if ($1) return;", ""),
    ("a request runs as long as a scene may", "open_end", "if ($1 && $2)", "if ($1)"),
    ("a background ends like any rule", "open_end", "if ($1 && $2)", "if (false)"),
    ("sound off air counts", "facts_level_db", "return facts_are_heard($1) ? $2 : $3;", "return $2;"),
    ("media off air count", "is_on", "return ($1 & FACT_PLAYING) && $2;", "return ($1 & FACT_PLAYING);"),
    ("the end of a run does not count", "gate_pass", "if ($1 == $2 || $3 || $4)", "if ($1 == $2 || $4)"),
    ("the maximum of a run does not count", "gate_pass", "if ($1 == $2 || $3 || $4)", "if ($1 == $2 || $3)"),
    ("levels jump up", "level_steps", "fmin($1, highest_rise($2))", "$1"),
    ("a raised ceiling jumps", "gate_advance", "= $1 ? $2 : $3;", "= $3;"),
    ("a lowered ceiling ramps", "gate_advance", "fmin($1, $2 + $3); $4 = $5 ? $6 : $7;",
     "fmin($1, $2 + $3); $4 = $5 ? fmax($6, $2 - $3) : $7;"),
    ("time spent at a ceiling is credit for a higher one", "gate_advance", "fmin($1, $2 + $3)", "$2 + $3"),
    ("a motor's ceiling does not bind what drives it", "gate_set_toy", "if ($1 & $2) $3 = fmin($4);", ""),
    ("a ceiling does not bind the motors", "gate_set_toy", "continue; $1 = fmin($2);", "continue;"),
    ("a pattern of one motor forgets the others", "moved_by_pattern", "|= $1;", "|= 0;"),
    ("a command is longer than the lease", "duration_ms", "if ($1 > $2) $1 = $2; if ($1 > $3)",
     "if ($1 > 2 * $2) $1 = $2; if ($1 > $3)"),
    ("a command outlasts the maximum", "duration_ms", "if ($1 > $2) $1 = $2; if ($1 > $3) $1 = $3;",
     "if ($1 > $2) $1 = $2;"),
    ("a command is shorter than the API takes", "duration_ms", "return (int)($1 > $2 ? $1 : $2)", "return (int)$1"),
    ("presets pass under a ceiling", "gate_allows_preset", "if (($1) && $2 < 1)", "if (($1) && $2 <= 0)"),
    ("patterns are not scaled", "gate_pass_pattern", "gate_unit($1) * $2;", "gate_unit($1);"),
    ("patterns are not cut", "gate_pass_pattern", "fmin($1, $2)", "$1"),
    ("a pattern moves what may not move", "common_limit", "if ($1 == 0) $2;", "if ($1 == 0) ;"),
    ("coarse functions round up in a pattern", "strength_limit", "int $1 = gate_steps($2, $3); return $1 * $4 / $3;",
     "return (int)($2 * $4);"),
    ("positions are not cut", "pass_position", "double $1 = fmin($2, $3);", "double $1 = $2;"),
    ("strokes are not cut", "stroke_top", "fmin($1, $2)", "$1"),
    ("a low ceiling takes the stroke away", "is_stroke_too_short", "return $1;", "return false;"),
    ("only the stroke of a rule has a ceiling", "pass_stroke", "if (!$1 && $2 >= 1)", "if (!$1)"),
    ("a stroke is too narrow for the machine", "pass_stroke", "= $1 < $2 ? $1 : $2;", "= $1;"),
    ("a stroke goes without thrusting", "pass_stroke", "if (!$1 || !$2) return;", "if (!$2) return;"),
    ("a pattern leaves the range of the stroke", "may_pattern_move", "return $1;", "return true;"),
    ("the whole stroke goes on under a ceiling", "allows_levels", "return $1 >= 1;", "return true;"),
    ("what was sent before is always right", "allows_levels", "if ($1 > gate_steps($2))", "if (false)"),
    ("the oldest wins", "wins_over", "return $1 > $2; return $3 > $4;", "return $1 > $2; return $3 < $4;"),
    ("the lowest priority wins", "wins_over", "return $1 > $2; return $3 > $4;", "return $1 < $2; return $3 > $4;"),
    ("priority does not count", "wins_over", "if ($1 != $2)", "if (false)"),
    ("a pattern does not own its toy", "arbiter_target",
     "for (size_t $1 = 0; $1 < $2; $1++) $$3 if ($4 == TARGET_NONE)",
     "for (size_t $1 = 0; $1 < $2; $1++) $$3 if ($1 + 1 == $2)"),
    ("levels below a pattern go on", "arbiter_target", "if ($1 == TARGET_NONE) $2; return;",
     "if ($1 == TARGET_NONE) $2; continue;"),
    ("a loser's level shines through", "arbiter_target", "if ($1 & ~$2)", "if (true)"),
    ("the last maximum counts", "add_level", "; $1 = core_earlier($1, $2); $3 = core_earlier($3, $4);",
     "; $1 = core_earlier($1, $2); $3 = $4;"),
    ("leases are renewed too late", "renewal_ms", "= $1 + $2 / 2;", "= $1 + $2 + 1;"),
    ("a position is said once", "due_needs_renewal", "return $1 || $2;", "return $2;"),
    ("leases are renewed all the time", "due_now", "if ($1 && $2 && $3 >= $4)", "if ($1 && $2)"),
    ("what goes to zero waits", "levels_due", "if ($1 > 0 && $2 == 0)", "if (false)"),
    ("there is no gap", "is_gap_over", "return $1 == $2 || $3;", "return $1 != DUE_NOT;"),
    ("there is no budget", "emit_output", "-= 1;", "-= 0;"),
    ("what must be weaker waits", "change_due", "return DUE_URGENT;", "return DUE_NORMAL;"),
    ("different toys share a command", "common_slot", "memcmp($1) != 0", "memcmp($1) == 7777"),
    ("a command for all names nobody", "emit_output", "$1->toys = $2;", "$1->toys = $2 & ($2 - 1) ? 0 : $2;"),
    ("the end of a run sends nothing", "toys_to_stop", "if (($1 || $2) && $3)", "if ($2 && $3)"),
    ("a restart counts the maximum anew", "start_run", "if (!$1)", "if (true)"),
    ("a trigger takes the hold of a key away", "held_by", "else if ($1)", "else if (false)"),
    ("another trigger takes the hold away", "held_by", "bool $1 = $2;", "bool $1 = false;"),
    ("a delayed start forgets who holds it", "pend", "= $1 ? held_by($2) : $3;", "= $3;"),
    ("a run forgets the key that joined it", "held_by", "if (!$1[0])", "if (true)"),
    ("an extended run forgets the key", "extend", "run->by = $1->by;", ""),
    ("a key that is let go goes on", "leave", "if ($1) run_release($2);", ""),
    ("a stopped key goes on", "request_stop_key", "if ($1 && lets_go($2))", "if (false)"),
    ("a key let go in the delay starts all the same", "leave", "start_cancel($1);", ";"),
    ("a stopped toy goes on", "stop_toy", "run_drop_toys($1);", ";"),
    ("a request has no maximum", "begin_shape", "start_run($1, $2, $3, $4);", "start_run($1, $2, $3, 10 * $4);"),
    ("a halt leaves requests be", "core_still", "run_end_all($1);", ""),
    ("a stop action does not block", "block_rules", "start_cancel($1); $2 = $3;", "start_cancel($1);"),
    ("a toy that joins takes what runs", "take_toy", "run_drop_toys($1);", ""),
    ("a new link begins without stop", "haptics_set_online", "if ($1) $2 = true; else", "if ($1) ; else"),
    ("a link that new settings take away is called lost", "haptics_set_online", "else if ($1)", "else if (false)"),
    ("toys of another kind find it armed", "note_cause", "if ($1) $2 = false;", "if ($1) ;"),
    ("sleep goes unnoticed", "core_advance", "if ($1 && run_any($2))", "if (false)"),
    ("a delayed start outlasts sleep", "run_any", "if ($1 != $2)", "if (false)"),
    ("a timer makes up for its sleep", "triggers_run_timers", "if ($1 && $2 <= $3)", "if ($1)"),
    ("a clock makes up for its sleep", "core_advance", ", $1 && !$2 ? $3 : $4)", ", $1 ? $3 : $4)"),
    ("toy rules resume with the link", "haptics_set_online", ", $1 ? $2 : $3)", ", $3)"),
    ("a toy that is gone still holds its button", "haptics_set_online", "reports_forget($1);", ""),
    ("what is not told any more goes on", "take_report", "*$1 = (struct toy_report){0};", ";"),
    ("a shake never ends", "reports_is_on", "case RULE_TOY_SHAKE: return $1 < $2;", "case RULE_TOY_SHAKE: return $2 > 0;"),
    ("depth has one threshold", "is_past", "$1 ? $2 >= $3 : $4", "$4"),
    ("panic does not latch", "stop_all", "{ $1 = true;", "{"),
    ("panic stops nothing", "stop_all", "run_end_all($1); $2 = true;", "run_end_all($1);"),
    # --- what viewers send ---
    ("viewers move toys though they may not", "plan_tip_refusal", "if (!$1) return HAPTICS_IGNORED_NOT_ALLOWED;", ""),
    ("the switch of the tips leaves what they move", "tip_set_allowed", "end_tips($1);", ""),
    ("the switch of the tips leaves those that wait", "tip_set_allowed", "queue_drop_tips($1);", ""),
    ("the lowest band wins", "haptics_rules_find_tip", "else if ($1 < 0 || $2 > $3)", "else if ($1 < 0 || $2 < $3)"),
    ("of equal bands the last wins", "haptics_rules_find_tip", "else if ($1 < 0 || $2 > $3)", "else if ($1 < 0 || $2 >= $3)"),
    ("a band that is switched off runs", "haptics_rules_find_tip", "if (!($1 ? $2 : $3))", "if (false)"),
    ("a gap lies between two bands", "rule_holds_amount", "= floor($1);", "= $1;"),
    ("a band has no end", "rule_holds_amount", "return $1 >= $2 && $3;", "return $1 >= $2;"),
    ("a range forgets the amount", "fill", "if (!$1) return 0;", "return 0;"),
    ("a range without a tip is filled", "fill", "if (!$1) return 0;", ""),
    ("the limit of a minute does not count", "tip_wait_ms", "= minute_wait_ms($1, $2, 0);", "= 0;"),
    ("the limit of a name does not count", "tip_wait_ms", "= minute_wait_ms($1, $2, name);", "= 0;"),
    ("the cooldown of a name does not count", "tip_wait_ms", "= name_wait_ms($1);", "= 0;"),
    ("one tip less than allowed", "minute_wait_ms", "--$1 == 0", "--$1 <= 1"),
    ("the goal counts what was refused", "tip_take", "if (!haptics_verdict_is_good($1)) return $2;", "$2 = $2;"),
    ("a blocked name is shown", "block", "if (text_is_blocked($1->by, $2)) $3;", ""),
    ("a blocked message is shown", "block", "if (text_is_blocked($1->message, $2)) $3;", ""),
    ("a pattern of a request may be too strong", "shape_pattern", "return $1 && $2 <= 1;", "return $1;"),
    ("the queue outlives what stops", "queue_empty", "while ($1 > 0) drop($2);", ""),
    ("a halt leaves the queue", "core_halt", "queue_empty($1);", ""),
    ("STOP ALL leaves the queue", "stop_all", "queue_empty($1);", ""),
    ("disarming leaves the queue", "drop_all", "queue_empty($1);", ""),
    ("a stop rule leaves the queue", "perform_stop", "if ($1 && $2) queue_empty($3);", ""),
    ("a stop rule for one toy empties the queue", "perform_stop", "if ($1 && $2) queue_empty($3);", "queue_empty($3);"),
    ("a sleep leaves the queue", "run_any", "return $1 > 0;", "return false;"),
    ("a pause empties the queue", "pause_output", "core_still($1);", "core_halt($1);"),
    ("two of the queue run at a time", "begin_next", "if ($1 == 0 || $2 || $3 >= 0)", "if ($1 == 0 || $2)"),
    ("a paused queue goes on", "begin_next", "if ($1 == 0 || $2 || $3 >= 0)", "if ($1 == 0 || $3 >= 0)"),
    ("who came last goes first", "insert", "while ($1 > 0 && $2 < $3)", "while ($1 > 0 && $2 <= $3)"),
    ("priority does not count in the queue", "insert", "while ($1 > 0 && $2 < $3)", "while (false)"),
    ("the seconds of the queue have no end", "fits", "return $1 < HAPTICS_QUEUE_MAX && $2;", "return $1 < HAPTICS_QUEUE_MAX;"),
    ("what runs is no time of the queue", "total_ms", "return $1 + $2;", "return $1;"),
    ("a run is longer than the queue", "bounded_ms", "return core_earlier($1, $2);", "return $1;"),
    ("nobody waits too long", "expire", "if ($1 >= $2)", "if (false)"),
    ("a higher priority makes room", "oldest", "bool $1 = $2 <= $3;", "bool $1 = true;"),
    ("the newest makes room", "oldest", "|| $1 < $2", "|| $1 > $2"),
    ("somebody makes room in vain", "can_make_room", "return $1 < $2 && $3 <= $4;", "return $1 < $2;"),
    ("cut to less than a second", "shorten", "if ($1 || $2 < TIPS_LEAST_MS)", "if ($1)"),
    ("a newcomer is not cut", "shorten", "= core_earlier($1, $2);", "= $1;"),
    ("a cooldown throws out who waits", "may_begin", "return $1 != HAPTICS_IGNORED_COOLDOWN && $2;", "return $2;"),
    ("a pause throws out who waits", "may_begin", "return $1 && $2 != HAPTICS_IGNORED_PAUSED;", "return $1;"),
    ("a request ends the queue pause of a person", "queue_pause", "if ($1) return core_refuse($2);", ""),
    ("a held key waits in the queue", "is_too_late_for_key", "return $1 && $2;", "return false;"),
    ("a renewed key keeps the queue waiting for good", "key_rule", "if (rule_is_queued($1)) $2;", ""),
    ("a rule that is switched off stays in the queue", "enable_rule", "queue_drop_rule($1);", ""),
    ("a rule that has changed stays in the queue", "moved", "return $1 ? $2 : -1;", "return $2;"),
    ("tighter bounds do not count", "haptics_set_rules", "queue_keep_bounds($1);", ""),
    ("skipping skips nobody", "queue_skip", "end_run($1);", ""),
    ("somebody leaves the queue without a word", "drop", "notice_rejected($1);", ""),
    ("the queue comes before the keys of the streamer", "rank_of", "return $1 ? $2 : $3;", "return $3;"),
    ("a stop rule spares the queue", "run_drop_toys", "($1 || run_is_queued($2))", "$1"),
    ("a rest lets everything pass", "gate_pass", "if (gate_is_resting($1) && !$2) return;", ""),
    ("runs begin in a rest", "output_refusal", "|| (gate_is_resting($1) && !$2)", ""),
    ("a rest ends nothing", "begin_rest", "run_end_for_rest($1);", ""),
    ("a rest ends tests", "run_end_for_rest", "if (!run_is_test($1)) $2;", "$2;"),
    ("movement is not counted", "count", "$1 += $2 ? $3 : 0;", "$1 += 0;"),
    ("rest does not count as rest", "count", "if (!$1 && $2 >= $3)", "if (false)"),
    ("a request ends a person's pause or a rest", "plan_end_pause_refusal", "return $1 ? $2 : $3;", "return $3;"),
    ("after a rest what is true starts again", "core_end_pause", "if ($1 || !$2 || gate_is_resting($3))", "if ($1 || !$2)"),
]

TOKEN = re.compile(r'(?P<space>\s+|/\*.*?\*/|//[^\n]*|^\s*#(?:\\\n|[^\n])*)|\$\$?\d|"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\''
                   r"|[A-Za-z_]\w*|\.?\d[\w.+]*|->|\+\+|--|<<=|>>=|<<|>>|\.\.\.|[-+*/%&|^<>=!]=|&&|\|\||.", re.S | re.M)
PAIRS = {"(": ")", "[": "]", "{": "}"}


class PlaceLost(Exception):
    pass


def tokens_of(text):
    """(token, where it begins, where it ends), without white space, comments and preprocessor lines."""
    return [(match[0], match.start(), match.end()) for match in TOKEN.finditer(text) if match["space"] is None]


def closing(words, index):
    """Where the bracket that opens at index is closed."""
    depth = 0
    for at in range(index, len(words)):
        depth += (words[at] in PAIRS) - (words[at] in PAIRS.values())
        if depth == 0:
            return at
    return len(words)


def functions_of(words):
    """name -> where its body begins and ends."""
    found = {}
    at = 0
    while at < len(words):
        if words[at] == "(":
            end = closing(words, at)
            if words[end + 1:end + 2] == ["{"]:
                found[words[at - 1]] = (end + 1, closing(words, end + 1) + 1)
            at = end
        elif words[at] == "{":
            at = closing(words, at)
        at += 1
    return found


def ends_of(words, at, any_run):
    """Where a run of tokens that begins at at may end, the shortest first."""
    while at < len(words):
        word = words[at]
        if not any_run:
            if word in PAIRS.values() or word in (";", "{"):
                return
            if word in PAIRS:
                at = closing(words, at)
        at += 1
        yield at


def match_at(shape, words, at, bound):
    """What the shape's numbers stand for when it matches at at, and where the match ends; None: it does not."""
    if not shape:
        return bound, at
    head = shape[0]
    if not head.startswith("$"):
        return match_at(shape[1:], words, at + 1, bound) if words[at:at + 1] == [head] else None
    if head in bound:
        begin, end = bound[head]
        length = end - begin
        return match_at(shape[1:], words, at + length, bound) if words[at:at + length] == words[begin:end] else None
    for end in ends_of(words, at, head.startswith("$$")):
        result = match_at(shape[1:], words, end, {**bound, head: (at, end)})
        if result:
            return result
    return None


@functools.lru_cache(maxsize=None)
def parsed(text):
    tokens = tokens_of(text)
    words = [token[0] for token in tokens]
    return tokens, words, functions_of(words)


def plant(fault, texts):
    """The name of the file that changes, and its text with the fault. texts: file name -> text."""
    name, function, shape, replacement = fault
    homes = [file for file, text in texts.items() if function in parsed(text)[2]]
    if len(homes) != 1:
        raise PlaceLost(f'"{name}": {len(homes)} functions are called {function}; mend the list of faults')
    text = texts[homes[0]]
    tokens, words, functions = parsed(text)
    begin, end = functions[function]
    body = words[:end]
    wanted = [token[0] for token in tokens_of(shape)]
    # A shape that begins with a run begins where a statement does.
    starts = [at for at in range(begin, end) if wanted[0][0] != "$" or body[at - 1] in (";", "{", "}", ")")]
    matches = [(at, *result) for at in starts if (result := match_at(wanted, body, at, {}))]
    if len(matches) != 1:
        raise PlaceLost(f'"{name}": {shape} is there {len(matches)} times in {function}(); mend the list of faults')
    at, bound, after = matches[0]
    spans = {key: text[tokens[low][1]:tokens[high - 1][2]] for key, (low, high) in bound.items()}
    new = re.sub(r"\$\$?\d", lambda key: spans[key[0]], replacement)
    return homes[0], text[:tokens[at][1]] + new + text[tokens[after - 1][2]:]
