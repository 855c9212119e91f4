#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Checks every locale file against the sources and against en-US: missing, unused and doubled keys, other placeholders,
lists in one text, ways through the app's menus that are told otherwise, plural sets that are not whole or not of the
language's rule, names of buttons that are not the buttons' own, another mark at
the end, spaces at which a French line may break before its mark, and keys that the code puts together.

usage: check_locale.py SOURCE_DIR LOCALE_DIR | --selftest
"""
import pathlib
import re
import sys
import tempfile

ENGLISH = "en-US"
# In the app's own words, the same in every text and language; the short one stays in one line.
APP_MENUS = ("+\u00a0>\u00a0Scan", "Discover > Game Mode > Enable LAN")
PLURAL_RULE = "Plural.Rule"
FORMS = ("one", "few", "many", "other")
PLURAL_SOURCE = "plural.cpp"
PLURAL_LINE = re.compile(r'\{"([a-z]{2})", (\w+)\}')
# What a rule of plural.cpp tells apart, beside "other".
TOLD_APART = {"always": (), "germanic": ("one",), "spanish": ("one", "many"), "french": ("one", "many"),
              "polish": ("one", "few", "many"), "russian": ("one", "few", "many")}
# A text that tells where to click says it as it stands there.
NAMED_IN = {
    "Dock.StopAll": ("Hotkey.StopAll", "Settings.Error.Shared"),
    "Dock.Armed": ("NextStep.Arm", "Finish.Disarmed"),
    "Dock.Resume": ("NextStep.Resume",),
    "Options.CodeOnAir": ("Overlay.LiveRefused",),
    "Overlay.ShowWhen.Always": ("Options.AskCodeOnAir",),
    "Rules.Duplicate": ("Rule.Gone",),
    "Setup.End": ("Finish.Disarmed",),
}
# French puts a space before these marks and within its quotation marks; a line must not break there.
LOOSE_MARKS = {"fr-FR": re.compile(" [:;?!»]|« ")}
# What opens a dialog ends in this one sign, with no space before it.
OTHER_ELLIPSIS = re.compile("\\.\\.\\.|\\s…$")
LAST_MARKS = {".": ".。", "?": "?？", ":": ":：", "…": "…", "!": "!！"}
LINE = re.compile(r'^([A-Z][A-Za-z0-9_.]*)="((?:[^"\\]|\\.)*)"$')
STRING_OR_COMMENT = re.compile(r'("(?:\\.|[^"\\\n])*")|/\*.*?\*/|//[^\n]*', re.S)
KEY = re.compile(r'"([A-Z][A-Za-z0-9]*(?:\.[A-Za-z0-9_]+)+)"')
PUT_TOGETHER = (
    re.compile(r'"([A-Z][A-Za-z0-9]*)\.(?:[\w.]*\.)?"'),  # "State."
    re.compile(r'"([A-Z][A-Za-z0-9]*)\.[\w.]*[%{][^"]*"'),  # "State.%s"
    re.compile(r'"([A-Z][A-Za-z0-9]*)(?:\.\w+)+"\s*(?:\+|"|[A-Z_]{2,}\b)'),  # "State.Ready" SUFFIX
)
PIECE = re.compile(r'"(\.[\w.]*\w)"')  # ".other"


def read(file, problems):
    texts = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = LINE.match(line)
        if not match:
            problems.append(f"{file.name}:{number}: not a line of the form Key=\"text\"")
            continue
        key, value = match.groups()
        if key in texts:
            problems.append(f"{file.name}:{number}: {key} is there twice")
        if not value.strip():
            problems.append(f"{file.name}:{number}: {key} has no text")
        if "|" in value:
            problems.append(f"{file.name}:{number}: {key} holds more than one text")
        texts[key] = value
    return texts


def without_comments(source):
    return STRING_OR_COMMENT.sub(lambda match: match.group(1) or " ", source)


def keys_in(sources, english):
    """The keys that the code names, and a sentence for each that it puts together at run or compile time."""
    groups = {key.split(".")[0] for key in english}
    used, problems = set(), []
    for file in sorted(sources.rglob("*")):
        if file.suffix not in {".c", ".cpp", ".h", ".hpp"}:
            continue
        source = without_comments(file.read_text(encoding="utf-8"))
        used |= {key for key in KEY.findall(source) if key.split(".")[0] in groups}
        found = [match.group(0) for form in PUT_TOGETHER for match in form.finditer(source) if match.group(1) in groups]
        found += [match.group(0) for match in PIECE.finditer(source) if any(key.endswith(match.group(1)) for key in english)]
        problems += [f"{file.name}: a key is put together: {piece}" for piece in found]
    return used, problems


def placeholders(text):
    return sorted(re.findall(r"%[1-9]|\{[a-z_]+\}", text))


def compare(language, english, texts):
    for key in sorted(english.keys() - texts.keys()):
        yield f"{language}: {key} is missing"
    for key in sorted(texts.keys() - english.keys()):
        yield f"{language}: {key} is not in {ENGLISH}"
    for key in sorted(english.keys() & texts.keys()):
        if placeholders(english[key]) != placeholders(texts[key]):
            yield f"{language}: {key} has other placeholders than {ENGLISH}"


def check_menus(language, english, texts):
    for key in sorted(english.keys() & texts.keys()):
        told = texts[key]
        for menu in APP_MENUS:
            if menu in english[key] and menu not in told:
                yield f"{language}: {key} does not say '{menu}'"
            told = told.replace(menu, "")
        if re.search(r">\sScan", told) or "Game Mode" in told:
            yield f"{language}: {key} tells another way through the app's menu"


def last_mark(text):
    for mark, forms in LAST_MARKS.items():
        if text[-1:] in forms:
            return mark
    return ""


def check_wording(language, english, texts):
    for key in sorted(english.keys() & texts.keys()):
        if texts[key] != texts[key].strip():
            yield f"{language}: {key} begins or ends with a space"
        if OTHER_ELLIPSIS.search(texts[key]):
            yield f"{language}: {key} has another ellipsis than '…' right behind its word"
        if language in LOOSE_MARKS and LOOSE_MARKS[language].search(texts[key]):
            yield f"{language}: {key} has a space at a mark where a line may break"
        if last_mark(english[key]) != last_mark(texts[key]):
            yield f"{language}: {key} ends otherwise than in {ENGLISH}"
    for name, sentences in NAMED_IN.items():
        for key in sentences:
            if name in texts and key in texts and texts[name] not in texts[key]:
                yield f"{language}: {key} does not name {name} as it is written there"


def plural_rules(sources):
    file = next(sources.rglob(PLURAL_SOURCE), None)
    return dict(PLURAL_LINE.findall(file.read_text(encoding="utf-8"))) if file else {}


def check_plural_rule(language, texts, rules):
    """What the rule does not tell apart is said alike, and the rule is one that the plugin knows."""
    rule = rules.get(language.split("-")[0])
    if not rule:
        yield f"{language}: {PLURAL_SOURCE} has no rule for this language"
        return
    for key, text in sorted(texts.items()):
        base, _, form = key.rpartition(".")
        if form in FORMS[:-1] and form not in TOLD_APART[rule] and text != texts.get(f"{base}.other"):
            yield f"{language}: {key} is never used, and is not the same as {base}.other"


def check_plurals(language, texts):
    if texts.get(PLURAL_RULE) != language.split("-")[0]:
        yield f"{language}: {PLURAL_RULE} does not name the language"
    for base in sorted({key.rpartition(".")[0] for key in texts if key.rpartition(".")[2] in FORMS}):
        forms = [texts.get(f"{base}.{form}") for form in FORMS]
        if None in forms:
            yield f"{language}: {base} has not every plural form"
        elif any(placeholders(form) != placeholders(forms[0]) for form in forms):
            yield f"{language}: the plural forms of {base} have different placeholders"


def check(sources, locale):
    problems = []
    languages = {file.stem: read(file, problems) for file in sorted(locale.glob("*.ini"))}
    if ENGLISH not in languages:
        return [f"{ENGLISH}: no file"]
    english = languages[ENGLISH]
    used, put_together = keys_in(sources, english)
    problems += put_together
    problems += [f"{ENGLISH}: {key} is used and missing" for key in sorted(used - english.keys())]
    problems += [f"{ENGLISH}: {key} is not used" for key in sorted(english.keys() - used)]
    rules = plural_rules(sources)
    for language, texts in languages.items():
        problems += check_plurals(language, texts)
        problems += check_plural_rule(language, texts, rules)
        problems += check_wording(language, english, texts)
        problems += compare(language, english, texts)
        problems += check_menus(language, english, texts)
    return problems


GOOD = """# a comment
Plural.Rule="{language}"
A.One="one %1"
A.Named="from {{min}}"
A.Menu="choose +\u00a0>\u00a0Scan"
A.Count.one="%1 toy"
A.Count.few="%1 toys"
A.Count.many="%1 toys"
A.Count.other="%1 toys"
Dock.Resume="Resume"
NextStep.Resume="Press Resume."
"""
RULES = '{"en", germanic}, {"de", germanic}, {"fr", french}, {"pl", polish}'
SOURCE = """text("A.One"); text("A.Menu"); obs_module_text("A.Named"); text("Plural.Rule"); text("Dock.Resume"); text("NextStep.Resume"); /* "A.Unknown" */
PluralKeys{"A.Count.one", "A.Count.few", "A.Count.many", "A.Count.other"}; // "https://A.example"
"""


def found_with(source=SOURCE, rules=RULES, **changed):
    """What is found where one language has other lines than the good ones."""
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "a.cpp").write_text(source)
        (folder / PLURAL_SOURCE).write_text(rules)
        for language in ("en-US", "de-DE", "fr-FR", "pl-PL"):
            good = GOOD.format(language=language[:2])
            (folder / f"{language}.ini").write_text(changed.get(language[:2], lambda text: text)(good))
        return check(folder, folder)


def selftest():
    def add(line):
        return lambda text: text + line + "\n"

    def swap(old, new=""):
        return lambda text: text.replace(old, new)

    faults = [
        ({"en": add('A.Unused="z"')}, "en-US: A.Unused is not used"),
        ({"en": swap('A.One="one %1"\n')}, "A.One is used and missing"),
        ({"en": add('A.One="again"')}, "A.One is there twice"),
        ({"en": add("broken")}, "not a line"),
        ({"de": add('A.Empty=" "')}, "A.Empty has no text"),
        ({"de": add('A.Extra="z"')}, "de-DE: A.Extra is not in en-US"),
        ({"de": swap("%1 toys", "toys")}, "de-DE: A.Count.few has other placeholders"),
        ({"de": swap("+\u00a0>\u00a0Scan", "the menu")}, "de-DE: A.Menu does not say '+\u00a0>\u00a0Scan'"),
        ({"de": swap("+\u00a0>\u00a0Scan", "+ > Scan")}, "de-DE: A.Menu does not say '+\u00a0>\u00a0Scan'"),
        ({"pl": swap("+\u00a0>\u00a0Scan", "+\u00a0>\u00a0Scan or menu > Scan")}, "pl-PL: A.Menu tells another way"),
        ({"en": swap("choose +", "Game Mode, +")}, "en-US: A.Menu tells another way"),
        ({"pl": swap("{min}", "{max}")}, "pl-PL: A.Named has other placeholders"),
        ({"pl": swap("{min}", "min")}, "pl-PL: A.Named has other placeholders"),
        ({"de": swap('A.One="one %1"\n')}, "de-DE: A.One is missing"),
        ({"pl": swap("one %1", "one|two %1")}, "A.One holds more than one text"),
        ({"pl": swap('A.Count.few="%1 toys"\n')}, "pl-PL: A.Count has not every plural form"),
        ({"en": swap('A.Count.few="%1 toys"\n'), "source": SOURCE.replace('"A.Count.few", ', "")},
         "en-US: A.Count has not every plural form"),
        ({"de": swap("%1 toy\"", "a toy\"")}, "the plural forms of A.Count have different placeholders"),
        ({"de": swap('Rule="de"', 'Rule="en"')}, "de-DE: Plural.Rule does not name the language"),
        ({"rules": RULES.replace('{"pl", polish}', "")}, "pl-PL: plural.cpp has no rule"),
        ({"de": swap('few="%1 toys"', 'few="%1 Toys"')}, "de-DE: A.Count.few is never used"),
        ({"de": swap('Dock.Resume="Resume"', 'Dock.Resume="Weiter"')}, "de-DE: NextStep.Resume does not name Dock.Resume"),
        ({"de": swap("Resume.", "Resume")}, "de-DE: NextStep.Resume ends otherwise"),
        ({"pl": swap("one %1", "one %1 ")}, "pl-PL: A.One begins or ends with a space"),
        ({"de": swap("one %1", "one %1...")}, "de-DE: A.One has another ellipsis"),
        ({"de": swap("one %1", "one %1 …")}, "de-DE: A.One has another ellipsis"),
        ({"fr": swap("one %1", "one : %1")}, "fr-FR: A.One has a space at a mark where a line may break"),
        ({"source": SOURCE + 'text("A." + name)'}, 'put together: "A."'),
        ({"source": SOURCE + 'snprintf(key, sizeof(key), "A.%s", name)'}, 'put together: "A.%s"'),
        ({"source": SOURCE + 'text(base + ".few")'}, 'put together: ".few"'),
        ({"source": SOURCE + 'text("A.Count" + form)'}, 'put together: "A.Count" +'),
        ({"source": SOURCE + 'text("A.Count" FORM)'}, 'put together: "A.Count" FORM'),
        ({"source": SOURCE + 'text("A.Count" ".x")'}, 'put together: "A.Count" "'),
    ]
    for fault, expected in faults:
        found = found_with(**fault)
        assert any(expected in problem for problem in found), (expected, found)
    assert found_with() == [], found_with()


def main():
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    found = check(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
    print("\n".join(found) or "locale: every key is used, there, and translated")
    sys.exit(1 if found else 0)


main()
