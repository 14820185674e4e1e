"""Samples described by a recipe, drawn alike here and in ../sample-recipes.ts: a small generator of 32-bit integers,
and nothing but sums, products and quotients after it, which IEEE 754 rounds alike everywhere."""

import numpy

MASK = 0xFFFFFFFF


def sfc32(seed):
    """Uniforms over [0, 1) with 32 bits; the generator of src/random/sfc32.ts."""
    a, b, c, counter = seed & MASK, (seed >> 32) & MASK, 0x9E3779B9, 1

    def next_uint32():
        nonlocal a, b, c, counter
        total = (a + b + counter) & MASK
        counter = (counter + 1) & MASK
        a = b ^ (b >> 9)
        b = (c + (c << 3)) & MASK
        c = (((c << 21) | (c >> 11)) + total) & MASK
        return total

    for _ in range(15):
        next_uint32()
    return lambda: next_uint32() * 2.0**-32


def bell(uniform):
    total = 0.0
    for _ in range(4):
        total += uniform()
    return total - 2


def heavy(uniform):
    side = -1.0 if uniform() < 0.5 else 1.0
    u = uniform() + 2.0**-32
    return side / (u * u * u)


SHAPES = {
    "uniform": lambda uniform: uniform(),
    "bell": bell,
    "heavy": heavy,
    "grid": lambda uniform: float(int(uniform() * 10)),
    "coarse": lambda uniform: float(int(uniform() * 3)),
    "constant": lambda uniform: 1.0,
}


def draw(recipe):
    """A recipe: {shape, size, seed, scale = 1, offset = 0, special: {index: "NaN" | "Infinity" | "-Infinity"}}."""
    uniform = sfc32(recipe["seed"])
    shape = SHAPES[recipe["shape"]]
    scale, offset = recipe.get("scale", 1.0), recipe.get("offset", 0.0)
    values = [shape(uniform) * scale + offset for _ in range(recipe["size"])]
    for index, value in recipe.get("special", {}).items():
        values[int(index)] = float(value.replace("Infinity", "inf"))
    return numpy.array(values, dtype=float)


def digits(value):
    """A number for JSON, all digits; NaN and the infinities as strings."""
    value = float(value)
    return value if numpy.isfinite(value) else {"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}[str(value)]
