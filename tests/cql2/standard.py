"""The predicates of the standard's abstract tests and how many features each finds.

The tables of 21-065r2, annex A, "Predicates and expected results", said shorter: what is asked of
one property with every operator is a row of counts, and what the class property-property asks with
its sides exchanged is derived from the same rows.
"""

from collections.abc import Iterator

DAY, MOMENT = "DATE('2022-04-16')", "TIMESTAMP('2022-04-16T10:13:19Z')"
COMPARISONS = ("=", ">=", ">", "<=", "<", "<>")

COMPARED = (
    ("countries", "NAME", "'Luxembourg'", (1, 84, 83, 94, 93, 176)),
    ("countries", "POP_EST", "37589262", (1, 39, 38, 139, 138, 176)),
    ("places", "name", "'København'", (1, 137, 136, 107, 106, 242)),
    ("places", "pop_other", "1038288", (1, 123, 122, 121, 120, 242)),
    ("places", '"date"', DAY, (1, 2, 1, 2, 1, 2)),
    ("places", "start", MOMENT, (1, 2, 1, 2, 1, 2)),
)
KNOWN = {"name": 243, "pop_other": 243, '"date"': 3, "start": 3, "boolean": 3}


def basic() -> Iterator[tuple[str, str, int]]:
    for collection, name, literal, counts in COMPARED:
        for operator, count in zip(COMPARISONS, counts, strict=True):
            yield collection, f"{name}{operator}{literal}", count
    for name, count in KNOWN.items():
        yield "places", f"{name} IS NOT NULL", count
        yield "places", f"{name} IS NULL", 243 - count
    yield "places", "boolean=true", 2
    yield "places", "boolean=false", 1


# p1 to p4 of (NOT (p2) AND p1) OR (p3 and p4) or not (p1 OR p4), and the count; each compares a
# property with the literal above, or asks whether it is null (?) or not (!).
COMBINATIONS = """
pop<> name<> pop? name< 1         pop<> name> name<= bool= 107      start? pop! pop! pop> 124
pop< pop> pop? start< 121         start= pop< start= name<> 2       start<= name<> bool= name< 2
pop= start? start<> bool! 242     start? pop> start! name> 122      pop< name<> name= start< 2
start>= name! start? pop< 120     name>= start! bool= start>= 137   start! name>= start! name! 3
name? name< pop! bool! 243        start>= name> pop= name< 3        start< name<= bool? name> 138
pop! start? pop>= name> 62        name= start= bool= pop? 243       name> pop< pop> name<= 122
pop<> name= name<= start> 243     start< start>= pop= start? 3      name<> bool= start= start? 2
name? start<> start< name? 243    start<> name> start<= name! 3     name<> pop<> pop< start>= 2
bool? pop> bool! pop? 122         pop= start? start> pop! 2         pop<> start? pop> bool= 2
start> pop< name<= pop= 2         start>= start<= name<= name<> 107 bool= name! bool? pop= 1
start= pop= pop< name<> 122       pop<> start<= start! start= 3     name<> pop<> pop! name! 243
name= pop< start! pop<> 3         name< start<> start> start= 2     bool= pop< name! start<= 3
pop<= name< pop< pop< 243         pop? name<= name= start> 2        pop< name<> pop<> name<> 243
start<= pop? start< name! 2       start<> name= bool? pop<> 241     bool= pop<= name<> pop? 2
name! pop<= start! bool! 124      pop<= pop< start> pop> 1          start! bool! name>= pop! 137
start<> start! pop> pop< 1        pop<= name<= bool? start! 198     name>= name>= name<= name>= 107
bool= start< bool! name< 2        start> start>= pop? pop<= 1       pop< name= start>= name< 181
pop< pop<= pop? start! 121        name>= pop>= bool= name! 79       bool? name<> bool? pop! 240
pop< start>= name> pop<= 199      name<= start> name< bool? 106     pop! name<> pop< pop<= 121
name>= start! name>= name! 137    pop< start< name? pop>= 1         pop>= name> bool! start! 184
start! name<> name<= name? 241    name>= pop<> start= name<> 2      bool! pop<= pop= start= 1
name! start! start! name>= 241    pop= pop! start! name<> 2         start= start? pop> pop<= 1
name? start! start= name! 1       bool! name= bool! name! 3         pop<> pop<> pop= pop<= 1
pop? start<> start> bool! 241     start< bool? start> name< 2       pop> pop<> start<> name<> 2
start>= start= pop= name! 2       pop<= start! start<= bool! 242    bool= start> pop< pop<> 122
pop>= pop> bool? pop= 121         name< pop> start= bool= 44
"""
ABBREVIATED = {
    "name": ("name", "'København'"), "pop": ("pop_other", "1038288"), "start": ("start", MOMENT),
    "bool": ("boolean", "true"),
}  # fmt: skip


def _spelled(short: str) -> str:
    operator = short.lstrip("abcdefghijklmnopqrstuvwxyz")
    name, literal = ABBREVIATED[short.removesuffix(operator)]
    nulls = {"?": " IS NULL", "!": " IS NOT NULL"}
    return name + nulls.get(operator, operator + literal)


def combined() -> Iterator[tuple[str, str, int]]:
    words = iter(COMBINATIONS.split())
    for p1, p2, p3, p4, count in zip(*[words] * 5, strict=True):
        p1, p2, p3, p4 = map(_spelled, (p1, p2, p3, p4))  # noqa: PLW2901 - short becomes long
        text = f"(NOT ({p2}) AND {p1}) OR ({p3} and {p4}) or not ({p1} OR {p4})"
        yield "places", text, int(count)


IN_LIST = "name{}IN ('Kiev','kobenhavn','Berlin','athens','foo')"
DAYS = "(DATE('2021-04-16'),DATE('2022-04-16'),DATE('2022-04-18'))"

ADVANCED = (
    ("name LIKE 'B_r%'", 3),
    ("name NOT LIKE 'B_r%'", 240),
    ("pop_other between 1000000 and 3000000", 75),
    ("pop_other not between 1000000 and 3000000", 168),
    (IN_LIST.format(" "), 2),
    (IN_LIST.format(" NOT "), 241),
    ("pop_other in (1038288,1611692,3013258,3013257,3013259)", 3),
    ("pop_other not in (1038288,1611692,3013258,3013257,3013259)", 240),
    (f'"date" in {DAYS}', 2),
    (f'"date" not in {DAYS}', 1),
    (f"start in ({MOMENT})", 1),
    (f"start not in ({MOMENT})", 2),
    ("boolean in (true)", 2),
    ("boolean not in (false)", 2),
)


def _folded(function: str, *texts: str) -> str:
    before, after = function.split("x")
    return ", ".join(f"{before}'{text}'{after}" for text in texts)


CASE, ACCENT, BOTH = "casei(x)", "accenti(x)", "accenti(casei(x))"
LISTED = ("Kiev", "kobenhavn", "Berlin", "athens", "foo")

# The function on both sides, the operator, the texts, and how many places each text finds.
FOLDED = (
    (CASE, "=", ("KIEV", "kiev", "Kiev", "København", "københavn", "KØBENHAVN"), 1),
    (CASE, "LIKE", ("B_r%", "b_r%", "B_R%"), 3),
    (CASE, "IN", (LISTED,), 3),
    (ACCENT, "=", ("København", "Kobenhavn", "Kiev"), 1),
    (ACCENT, "LIKE", ("Ko%",), 2),
    (BOTH, "=", ("københavn", "kobenhavn", "KOBENHAVN", "KØBENHAVN"), 1),
    (BOTH, "LIKE", ("kØ%", "kO%"), 2),
    (BOTH, "IN", (LISTED,), 4),
)


def folded(*functions: str) -> Iterator[tuple[str, str, int]]:
    for function, operator, texts, count in FOLDED:
        if function in functions:
            left = function.replace("x", "name")
            for text in texts:
                is_list = operator == "IN"
                right = f"({_folded(function, *text)})" if is_list else _folded(function, text)
                yield "places", f"{left} {operator} {right}", count


MANY = "(1000000+38288,1000000+600000+11692,3*1000000+13258,3*1000000+13257,30*100000+13259)"

ARITHMETIC = (
    ("pop_other=1038280+8", 1),
    ("pop_other>=1038290-2*2^0", 123),
    ("pop_other>1038290-20/10", 122),
    ("pop_other>1038290-21 div 10", 122),
    ("pop_other>1038290-5%2", 122),
    ("pop_other<=1038200+8*11", 121),
    ("pop_other<1038280+2^3", 120),
    ("pop_other<>1038290-2^1", 242),
    ("pop_other between 4000000/4 and (3*(900000+100000))", 75),
    ("pop_other not between 4000000/4 and (3*(900000+100000))", 168),
    (f"pop_other in {MANY}", 3),
    (f"pop_other not in {MANY}", 240),
    ("1038280+8=pop_other", 1),
)
