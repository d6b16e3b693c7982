"""Random interpretation over a finite field: equality there proves an identity of real expressions.

After Gonnet ("Determining equivalence of expressions in random polynomial time", 1984), Maple's ``testeq``, and Gulwani
and Necula ("Discovering affine equalities using random interpretation", 2003). A value is a pair: its residue modulo a
prime p and, for use in exponents, its residue modulo m = q·r, where q divides p - 1 and r divides p + 1. Then

* exp(v) = g^v with g of order q, so that exp(a)exp(b) = exp(a + b) holds by itself;
* cos(v) + i·sin(v) = u^v with u of order r in the group of norm 1 of GF(p²), so that the addition theorems hold;
* a function without an algebra of its own (log, an unknown f) is a keyed hash of its argument's residue modulo p.

p ≡ 3 (mod 4), so exactly one of two opposite roots is a square itself: that one plays the positive root. p ≡ -1 modulo
8·3·5·7·11·13 makes these primes squares, by quadratic reciprocity: small positive integers behave like positive
numbers.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from math import gcd

from flint import fmpz, fmpz_mod_ctx, fmpz_mod_mat

from derivcheck.engine.systems.base import Element, Undefined, Unsupported

SQUARES = 8 * 3 * 5 * 7 * 11 * 13
EXPONENT_BITS = 112
RANDOM_BITS = 640
"""Well above the bits of p·q·r."""


@dataclass(frozen=True, slots=True)
class Primes:
    """p and the orders of its two exponential groups, with their generators."""

    p: int
    q: int
    r: int
    g: int
    u: tuple[int, int]


@lru_cache(maxsize=64)
def draw_primes(seed: str) -> Primes:
    """Fresh primes from a seed; each takes about a millisecond, so a run draws a few and shares them."""
    source = random.Random(seed)
    q, r = _prime(source), _prime(source)
    modulus = q * r * SQUARES
    # Chinese remainders: p ≡ 1 (mod q) and p ≡ -1 (mod r·SQUARES).
    start = (1 + q * (-2 * pow(q, -1, r * SQUARES))) % modulus
    p = start + modulus * source.randrange(8, 64)
    while not fmpz(p).is_probable_prime():
        p += modulus
    g = 1
    while g == 1:
        g = pow(source.randrange(2, p - 1), (p - 1) // q, p)
    u = (1, 0)
    while u == (1, 0):
        a, b = source.randrange(1, p), source.randrange(1, p)
        norm = pow(a * a + b * b, -1, p)
        u = _complex_power(((a * a - b * b) * norm % p, 2 * a * b * norm % p), (p + 1) // r, p)
    return Primes(p, q, r, g, u)


def _prime(source: random.Random) -> int:
    """A prime modulo which small primes are squares too, so that their roots have a place in exponents."""
    candidate = source.getrandbits(EXPONENT_BITS) | 1 << EXPONENT_BITS
    candidate += -1 - candidate % SQUARES
    while not fmpz(candidate).is_probable_prime():
        candidate += SQUARES
    return candidate


def _complex_power(base: tuple[int, int], exponent: int, p: int) -> tuple[int, int]:
    """A power in GF(p²) = GF(p)[i], for a number of norm 1."""
    result = (1, 0)
    while exponent:
        if exponent & 1:
            result = _complex_product(result, base, p)
        base = _complex_product(base, base, p)
        exponent >>= 1
    return result


def _complex_product(x: tuple[int, int], y: tuple[int, int], p: int) -> tuple[int, int]:
    return (x[0] * y[0] - x[1] * y[1]) % p, (x[0] * y[1] + x[1] * y[0]) % p


@lru_cache(maxsize=256)
def _root_of_number(value: int, primes: tuple[int, ...]) -> int | None:
    """The root of a number modulo the product of primes, if it has one modulo each (Chinese remainders)."""
    result, modulus = 0, 1
    for prime in primes:
        root = pow(value, (prime + 1) // 4, prime)
        if (root * root - value) % prime:
            return None
        result += modulus * ((root - result) * pow(modulus, -1, prime) % prime)
        modulus *= prime
    return result


@dataclass(slots=True)
class Signs:
    """The finite choices one evaluation made: signs of |·| and the quadratic characters under square roots."""

    absolute: dict[int, int] = field(default_factory=dict)
    roots: dict[int, int] = field(default_factory=dict)


def small_fraction(residue: int, p: int) -> Fraction | None:
    """The fraction with small parts, other than 0, that ``residue`` stands for, if there is one."""
    for denominator in range(1, 65):
        numerator = residue * denominator % p
        for value in (numerator, numerator - p):
            if value and abs(value) <= 4096:
                return Fraction(value, denominator)
    return None


class Field:
    """The number system of one pair of primes; ``exponents`` is false where a step has no exponential to follow.

    Both residues live in one residue modulo p·m, put together by Chinese remainders.
    """

    def __init__(self, primes: Primes, key: str, *, exponents: bool = True) -> None:
        self.primes = primes
        self.key = hashlib.blake2b(key.encode(), digest_size=32).digest()
        self.signs = Signs()
        self.exponent_modulus = primes.q * primes.r if exponents else 1
        self.element = _residues(primes.p * self.exponent_modulus)
        self._modulo_p = _residues(primes.p)
        self._pick_value = _pick(primes.p, self.exponent_modulus)
        self._pick_exponent = 1 - self._pick_value
        self._certain: set[int] = set()
        self._roots: dict[int, Element] = {}
        self._powers: dict[tuple[str, int], Element] = {}

    def value(self, element: Element) -> int:
        """The residue modulo p, which decides equality."""
        return int(element) % self.primes.p

    def number(self, value: Fraction) -> Element:
        """The rational number in both residues."""
        return self.reciprocal(value.denominator) * value.numerator

    def random(self, source: random.Random, *, positive: bool = False) -> Element:
        """A random element; a square for a variable that is positive."""
        # So many bits more than the modulus has that no residue is noticeably more likely than another.
        drawn = self.element(source.getrandbits(RANDOM_BITS))
        if not positive:
            return drawn
        return self._square(drawn)

    def _square(self, root: Element) -> Element:
        """A positive number by its root, which it keeps in exponents too: (√a)² is a there as well."""
        if fmpz(self.value(root)).jacobi(self.primes.p) < 0:
            root = -root
        square = root * root
        self._certain.add(self.value(square))
        self._certain.add(self.value(root))
        self._roots[self.value(square)] = root
        return square

    def constant(self, name: str) -> Element:
        """A transcendental constant is one more unknown; it is positive."""
        unknown = self._hash("constant " + name, ())
        return self._square(unknown)

    def reciprocal(self, value: Element) -> Element:
        """The inverse in both residues."""
        value = self.element(value)
        try:
            return 1 / value
        except ZeroDivisionError:
            return self._partial_reciprocal(value)

    def _partial_reciprocal(self, value: Element) -> Element:
        residue = self.value(value)
        if residue == 0:
            reason = "division by zero"
            raise Undefined(reason)
        # The exponent residue of an exponential means nothing and may be no unit: hash it instead.
        return self._opaque(pow(residue, -1, self.primes.p))

    def is_unit(self, value: Element) -> bool:
        """Whether ``value`` surely has a reciprocal."""
        return self.value(value) != 0

    def function(self, name: str, value: Element) -> Element:
        """exp, sin, cos and roots by their algebra; any other function by a hash of the argument's value."""
        if name == "sqrt":
            return self._root(self.value(value), certain=isinstance(value, int))
        value = self.element(value)
        if name in GROUPS:
            return GROUPS[name](self, value)
        if name in VANISHING and self.value(value) == VANISHING[name]:
            return 0
        if name in ODD and 2 * self.value(value) > self.primes.p:
            return -self._hash(name, (-value,))
        return self._hash(name, (value,))

    def exponential(self, value: Element) -> Element:
        """G to the power of ``value``."""
        exponent = self._exponent(value) % self.primes.q
        known = self._powers.get(("exp", exponent))
        if known is None:
            known = self._powers["exp", exponent] = self._opaque(int(self._modulo_p(self.primes.g) ** exponent))
        return known

    def circular(self, value: Element, part: str) -> Element:
        """Cos or sin: the coordinates of u to the power of ``value``."""
        exponent = self._exponent(value) % self.primes.r
        if (part, exponent) not in self._powers:
            pair = _complex_power(self.primes.u, exponent, self.primes.p)
            for name, coordinate in zip(("cos", "sin"), pair, strict=True):
                self._powers[name, exponent] = self._opaque(coordinate)
        return self._powers[part, exponent]

    def _exponent(self, value: Element) -> int:
        if self.exponent_modulus == 1:
            reason = "exponents in a field without them"
            raise Unsupported(reason)
        return int(value) % self.exponent_modulus

    def _root(self, value: int, *, certain: bool) -> Element:
        """The root that is a square itself; of a positive variable or number, no other branch needs to be seen."""
        p = self.primes.p
        if value == 0:
            return 0
        if value in self._roots:
            return self._roots[value]
        if certain and self.exponent_modulus > 1:
            whole = _root_of_number(value, (p, self.primes.q, self.primes.r))
            if whole is not None:
                return self.element(whole)
        character = int(fmpz(value).jacobi(p))
        if not certain and value not in self._certain:
            self.signs.roots[value] = character
        if character < 0:
            reason = "the square root of a non-residue"
            raise Undefined(reason)
        root = int(self._modulo_p(value) ** ((p + 1) // 4))
        # A root is not negative, so that a root of it has one branch.
        self._certain.add(root)
        return self._opaque(root)

    def power(self, base: Element, exponent: Element) -> Element:
        """exp(exponent · log base), with log as a hash of the base's value."""
        return self.exponential(self.element(self.function("log", base)) * exponent)

    def rational_power(self, base: Element, exponent: Fraction) -> Element:
        """A root by powers, which is unique for odd degrees prime to p - 1, and square roots of squares."""
        degree, halvings = exponent.denominator, 0
        while degree % 2 == 0:
            degree, halvings = degree // 2, halvings + 1
        if gcd(degree, self.primes.p - 1) != 1:
            return self.power(base, self.number(exponent))
        # Square roots first: their arguments are then the same for all powers of one base.
        root = base
        for _ in range(halvings):
            root = self._root(self.value(root), certain=isinstance(root, int))
        root = self.odd_root(root, degree) if degree > 1 else root
        return self._opaque(pow(self._invertible(root, exponent), exponent.numerator, self.primes.p))

    def _invertible(self, value: Element, exponent: Fraction) -> int:
        residue = self.value(value)
        if residue == 0 and exponent < 0:
            reason = "division by zero"
            raise Undefined(reason)
        return residue

    def odd_root(self, base: Element, degree: int) -> Element:
        """The one root of odd degree; p ≡ -1 modulo small primes, so that there is one, as for real numbers."""
        order = self.primes.p - 1
        if gcd(degree, order) != 1:
            reason = f"a root of degree {degree}"
            raise Unsupported(reason)
        residue = self.value(base)
        root = pow(residue, pow(degree, -1, order), self.primes.p)
        if isinstance(base, int) or residue in self._certain:
            self._certain.add(root)
        return self._opaque(root)

    def unknown(self, name: str, orders: tuple[int, ...], arguments: Sequence[Element]) -> Element:
        """A hash of the arguments' values."""
        return self._hash(f"{name} {orders}", arguments)

    def sign(self, value: Element) -> int:
        """The quadratic character, which is multiplicative like the sign; the choice is recorded."""
        residue, p = self.value(value), self.primes.p
        if residue == 0:
            return 0
        character = int(fmpz(residue).jacobi(p))
        self.signs.absolute[min(residue, p - residue)] = character
        return character

    def maximum(self, values: Sequence[Element]) -> Element:
        """An unknown symmetric function that moves along with a common shift, as the maximum does."""
        if len(values) == 1:
            return values[0]
        mean = sum(values[1:], values[0]) * self.reciprocal(len(values))
        shifted = sorted((self.element(value - mean) for value in values), key=self.value)
        return mean + self._hash("maximum", shifted)

    def matrix_product(self, sizes: tuple[int, int, int], left: list[Element], right: list[Element]) -> list[Element]:
        """The entries of a product of matrices, rows × inner times inner × columns."""
        rows, inner, columns = sizes
        product = fmpz_mod_mat(rows, inner, left, self.element) * fmpz_mod_mat(inner, columns, right, self.element)
        return list(product.entries())

    def matrix_inverse(self, size: int, entries: list[Element]) -> list[Element] | None:
        """The entries of an inverse; None where elimination is quicker. Raises Undefined for a singular matrix."""
        if self.exponent_modulus != 1:
            # Each of the three primes would need an inverse of its own.
            return None
        try:
            return list(fmpz_mod_mat(size, size, entries, self.element).inv().entries())
        except ZeroDivisionError as singular:
            reason = "the inverse of a singular matrix"
            raise Undefined(reason) from singular

    def _opaque(self, value: int) -> Element:
        """A residue modulo p whose part in exponents follows no algebra: a hash of it."""
        if self.exponent_modulus == 1:
            return self.element(value)
        exponent = self._digest("in exponents", (value,)) % self.exponent_modulus
        return self._pick_value * value + self._pick_exponent * exponent

    def _hash(self, name: str, arguments: Sequence[Element]) -> Element:
        return self.element(self._digest(name, tuple(map(self.value, arguments))))

    def _digest(self, name: str, values: tuple[int, ...]) -> int:
        text = f"{name}|{values}".encode()
        return int.from_bytes(hashlib.blake2b(text, key=self.key, digest_size=48).digest(), "big")


@lru_cache(maxsize=128)
def _residues(modulus: int) -> fmpz_mod_ctx:
    return fmpz_mod_ctx(modulus)


@lru_cache(maxsize=128)
def _pick(modulus: int, other: int) -> Element:
    """The residue modulo a product of coprime numbers that is 1 modulo ``modulus`` and 0 modulo ``other``."""
    return _residues(modulus * other)(other * pow(other, -1, modulus))


# Functions that are 0 at one known argument.
VANISHING = {"log": 1, "arctan": 0, "arcsin": 0, "arsinh": 0, "artanh": 0, "erf": 0}

ODD = frozenset({"arctan", "arcsin", "arsinh", "artanh", "erf"})


def _sinh(field: Field, value: Element) -> Element:
    return (field.exponential(value) - field.exponential(-value)) * field.reciprocal(2)


def _cosh(field: Field, value: Element) -> Element:
    return (field.exponential(value) + field.exponential(-value)) * field.reciprocal(2)


GROUPS: dict[str, Callable[[Field, Element], Element]] = {
    "exp": lambda field, value: field.exponential(value),
    "cos": lambda field, value: field.circular(value, "cos"),
    "sin": lambda field, value: field.circular(value, "sin"),
    "tan": lambda field, value: field.circular(value, "sin") * field.reciprocal(field.circular(value, "cos")),
    "sinh": _sinh,
    "cosh": _cosh,
    "tanh": lambda field, value: _sinh(field, value) * field.reciprocal(_cosh(field, value)),
}
