#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Compiles every shader of every effect file as HLSL, and checks the rules under which libobs takes one text on Direct3D and on
OpenGL: texture coordinates have two or four numbers and are counted from 0 without gaps, every input of a vertex shader is used,
and no uniform is an array.

usage: check_effects.py FOLDER | --selftest        exit status 77: glslangValidator is not installed
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

TECHNIQUE = re.compile(r"\btechnique\s+(\w+)\s*\{\s*pass\s*\{\s*vertex_shader\s*=\s*(\w+)\(\w+\);\s*"
                       r"pixel_shader\s*=\s*(\w+)\(\w+\);\s*\}\s*\}")
SAMPLER = re.compile(r"\bsampler_state\s+(\w+)\s*\{[^}]*\}\s*;?")
STRUCT = re.compile(r"\bstruct\s+(\w+)\s*\{([^}]*)\}")
MEMBER = re.compile(r"float(\d)?\s+(\w+)\s*:\s*(\w+)\s*;")
COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def as_hlsl(text):
    """What libobs makes of it for Direct3D, less the techniques."""
    text = SAMPLER.sub(r"SamplerState \1;", TECHNIQUE.sub("", text))
    return text.replace("texture2d", "Texture2D").replace(": TARGET", ": SV_Target").replace(": POSITION", ": SV_Position")


def rule_problems(text):
    if re.search(r"\buniform\s+\w+\s+\w+\s*\[", text):
        yield "a uniform is an array"
    for name, body in STRUCT.findall(text):
        numbers = []
        for width, member, semantic in MEMBER.findall(body):
            if not semantic.startswith("TEXCOORD"):
                continue
            numbers.append(int(semantic[len("TEXCOORD"):] or 0))
            if width not in ("2", "4"):
                yield f"{name}.{member}: a texture coordinate of {width or 1} numbers"
        if numbers != list(range(len(numbers))):
            yield f"{name}: texture coordinates are {numbers}"
    for _, vertex, _ in TECHNIQUE.findall(text):
        function = re.search(rf"\b{vertex}\((\w+)\s+(\w+)\)\s*\{{(.*?)\n\}}", text, re.S)
        if not function:
            yield f"{vertex}: not found"
            continue
        kind, value, body = function.groups()
        for _, member, _ in MEMBER.findall(dict(STRUCT.findall(text)).get(kind, "")):
            if not re.search(rf"\b{value}\.{member}\b", body):
                yield f"{vertex}: does not use {member}"


def compile_problems(text):
    entries = {(name, stage) for _, vertex, pixel in TECHNIQUE.findall(text) for name, stage in ((vertex, "vert"), (pixel, "frag"))}
    if not entries:
        yield "it has no technique"
    with tempfile.TemporaryDirectory() as folder:
        file = pathlib.Path(folder) / "effect.hlsl"
        file.write_text(as_hlsl(text))
        for name, stage in sorted(entries):
            done = subprocess.run(["glslangValidator", "-D", "-V", "-S", stage, "-e", name, "-o", "/dev/null", str(file)],
                                  text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            if done.returncode != 0:
                yield f"{name}: {done.stdout.strip()}"


def problems(text):
    text = COMMENT.sub(" ", text)
    yield from rule_problems(text)
    yield from compile_problems(text)


GOOD = """uniform float4x4 ViewProj; uniform texture2d image;
sampler_state def_sampler { Filter = Linear; AddressU = Clamp; };
struct Data { float4 pos : POSITION; float2 uv : TEXCOORD0; };
Data VS(Data v)
{
	Data o; o.pos = mul(float4(v.pos.xyz, 1.0), ViewProj); o.uv = v.uv; return o;
}
float4 PS(Data v) : TARGET
{
	return image.Sample(def_sampler, v.uv);
}
technique Draw { pass { vertex_shader = VS(v); pixel_shader = PS(v); } }
"""


def selftest():
    assert list(problems(GOOD)) == []
    faults = {"float2 uv": "float3 uv", "TEXCOORD0": "TEXCOORD1", "o.uv = v.uv;": "o.uv = float2(0.0, 0.0);",
              "uniform texture2d": "uniform float4 list[4]; uniform texture2d", "return image": "return imago", "technique": "//"}
    for good, bad in faults.items():
        assert list(problems(GOOD.replace(good, bad))), bad


def main():
    if not shutil.which("glslangValidator"):
        print("skipped: glslangValidator is not installed")
        sys.exit(77)
    if sys.argv[1:] == ["--selftest"]:
        selftest()
        return
    files = sorted(pathlib.Path(sys.argv[1]).glob("*.effect"))
    found = [f"{file.name}: {problem}" for file in files for problem in problems(file.read_text())]
    print("\n".join(found) or f"effects: {len(files)} compile as HLSL and keep the rules")
    sys.exit(1 if found or not files else 0)


main()
