"""Words by which prose denies, doubts, supposes or aims at what a formula says. A new word is one line here.

What stands behind such words is never relied on: it is no definition, no fact, and no property.
"""

from __future__ import annotations

import re

# Of a clause or a sentence --------------------------------------------------------------------------------------

DOUBTS = re.compile(
    r"\b(not|never|no longer|cannot|fails?|false|wrong|unless|without|if|when|whenever|neither|nor|whether|may|might|"
    r"could)\b|n't\b",
    re.IGNORECASE,
)
"""A clause with such a word says nothing that may be relied on."""

REJECTS = re.compile(
    r"\b(?:wrong|mistake\w*|incorrect|false|fallacy|error|forbidden|absurd|impossible|tempting|not allowed|no need|"
    r"what if|look at|to see|for instance|for example|e\.g|(?:do|does|should|must|may|might|can|need|could|will) not|"
    r"cannot|one may|one might|one could)\b|n't\b",
    re.IGNORECASE,
)
"""A sentence with such words takes what it says back, or says it of this sentence alone."""

DENIES = re.compile(
    r"(?:\b(?:not|never|nor|no longer|cannot|nobody|no one|none|hardly|rarely|seldom|without|avoid|stop|refuse"
    r"|instead of|rather than)|n't)\s+(?:\w+\s+){0,2}(?:assum|suppos|requir|let|need|hav|impos|set)"
    r"|\b(?:could|might|would)\s+(?:\w+\s+)?(?:assum|suppos)",
    re.IGNORECASE,
)

HEARSAY = re.compile(
    r"\b(?:students?|beginners?|people|others|authors?|textbooks?|books?|papers?|texts|everyone|many|he|she|they)\s+"
    r"(?:(?:often|sometimes|usually|always|may|might|would|also|tend to|like to)\s+)*"
    r"(?:assume|suppose|write|define|set|put|let|take|claim|say|state|use|conclude|believe|think)s?\b",
    re.IGNORECASE,
)
"""How a sentence speaks of what others do."""

ELSEWHERE = re.compile(
    r"(?<!\bas )\b(?:later|only (?:in|for|when|where)|pretend\w*|imagin\w+"
    r"|in (?:the )?(?:(?:next|following|last|previous) )?(?:section|chapter|appendix|part)s?)\b",
    re.IGNORECASE,
)
"""How a sentence supposes something in another place than this, or in play: here nothing follows, nor is refuted."""

POSSIBLY = re.compile(
    r"\b(?:possibly|perhaps|maybe|(?:may|might|could|need not) (?:also )?(?:have|be)|unless|not|never|except"
    r"|excluding|there (?:is|are|exists?) no|(?:at least |at most )?one of|either)\b[^;:]*$",
    re.IGNORECASE,
)
"""What makes the formula right behind it no definition."""

EXCLUDED = re.compile(
    r"\s*,?\s*(?:(?:is|are|being|which|that|has been|case)\s+)*"
    r"(?:excluded|not|never|forbidden|ruled out|impossible|false|wrong|fails|does(?:n't| not)|cannot)\b",
    re.IGNORECASE,
)
"""What takes back the formula right before it."""

SUPPOSES = re.compile(r"\b(?:assum|suppos)(?:e|ing)\b", re.IGNORECASE)

NEXT_CASE = re.compile(
    r"\b(?:(?P<other>instead|second(?:ly)?|third(?:ly)?|conversely|otherwise|on the other hand|contrariwise)"
    r"|now|next|finally|lastly|then|again)\b",
    re.IGNORECASE,
)
"""How a sentence that supposes something may begin another case; ``other`` words leave no doubt."""

AGAINST = re.compile(
    r"\b(?:(?:for|by|towards?|to get|to reach|to obtain)\s+(?:the sake of\s+)?(?:an? )?contradiction"
    r"|(?:to|on) the contrary|contrary to|if possible|was not the case|by way of contradiction"
    r"|(?:suppose|assume) (?:not|the (?:opposite|contrary|negation|converse)))\b",
    re.IGNORECASE,
)
"""How a sentence supposes what will turn out to be false."""

OTHER_CASE = re.compile(
    r"\b(?:otherwise|else|if not|in the (?:other|second) case|on the other hand)\b|\b(?:fails|does not hold|is violated"
    r"|is false)\b",
    re.IGNORECASE,
)
"""How words behind a condition speak of where it does not hold."""

REFUTES = re.compile(r"\b(?:contradict\w*|absurd\w*|impossible)\b", re.IGNORECASE)
"""How a sentence says that it has."""

NEGATES = re.compile(
    r"\b(not|non(?!-)|nor|neither|without|never)\b|\bnon-?(?!-?negative|-?zero|-?singular|e\b)(?=\w)|\b(?:a|un)symmetric",
    re.IGNORECASE,
)
"""How a property is denied."""

NEGATED = re.compile(r"\b(?:not|never|nowhere|no longer|nor|neither|hardly|without|unless)\b|n't\b", re.IGNORECASE)
"""How words deny what they say of a function."""

FALSELY = re.compile(r"\b(?:not|never|wrong\w*|false\w*|mistake\w*|incorrect\w*)\b[^.]*$|n't\b[^.]*$", re.IGNORECASE)
"""How words call the formula behind them false."""

ANEW = re.compile(
    r"\b(?:now (?:let|put|set|take|define|choose|write|replace)|instead|henceforth|from (?:now|here) on|redefin\w+"
    r"|reset|next (?:let|put|set|take))\b",
    re.IGNORECASE,
)
"""How words say that a name means something else than before."""

EXAMPLE = re.compile(r"contradiction|example|e\.g|otherwise|instance|case|intuition|illustrat", re.IGNORECASE)

OTHERS = re.compile(
    r"\b(?:(?:some|many|most|other|certain)\s+(?:\w+\s+)?(?:authors?|texts?|people|books?|sources?|papers?)|elsewhere"
    r"|often|sometimes|usually|commonly|traditionally|one (?:can|could|may|might|also)|alternatively|if|unless"
    r"|instead of|rather than|another (?:convention|choice))\b",
    re.IGNORECASE,
)
"""How a sentence speaks of a convention that is not, or not always, the one of this text."""

CONDITION = re.compile(
    r"\b(?:if|when|whenever|in case)(?P<noun>\s+(?:(?:the|two|three|both|any|some|discrete|continuous)\s+)*"
    r"random variables?)?\s*$",
    re.IGNORECASE,
)
"""What makes the formula right behind it a condition, perhaps with what it calls that."""

IN_CASES = re.compile(
    r"(?:^|;)\s*\(?\s*(?:only )?(?:if|when|whenever|unless|provided|assuming|as long as|under"
    r"|for (?!all\b|every\b|any\b|each\b)|in (?:case|the case)|w\.?h\.?p|a\.?s\.?|almost|approximately)\b",
    re.IGNORECASE,
)
"""How the remark beside an equation limits it to some cases."""

# Of a display ---------------------------------------------------------------------------------------------------

CASE = re.compile(r"\b[Cc]ase (?:\d+|[IVX]+|[A-D])\b")

PASSING = re.compile(
    r"\bin (?:the )?(?:first|second|third|other|former|latter|special|one|two) case"
    r"|\bin (?:one|two|three|\d|\$\d\$) dimensions?\b|\b(?:for|when|if|with) (?:even|odd|small|large) "
    r"|\b(?:for|when|if) (?:the case )?\$[^$<>=]*=[^$]*\$"
    r"|\b(?:with|under) [^,]*\b(?:probability(?! (?:mass|density|distribution)\b)|hypothesis|alternative)\b"
    r"|\bcontradict\w*|\bnot the case\b|\bnever (?:have|holds?|be)\b|\b(?:is it|it is not) true\b|\bcontrast\w*\b"
    r"|\b(?:consider|in|for) (?:the|an?) special case\b(?! of)"
    r"|\b(?:conjecture|naively|approximately|asymptotically|roughly|contrary to|not true|had (?:we|it))\b"
    r"|\bto (?:first|second|leading|lowest) order\b|\bwould (?:be|give|have|then|imply|mean)\b|\bmistake\w*"
    r"|\b(?:might|may|could) (?:think|guess|expect|hope|believe)\b|\b(?:wrong|incorrect|false|erroneous)(?:ly)?\b",
    re.IGNORECASE,
)
"""How words say that an equation does not hold in general: in a case, as an error, as an approximation."""

REVOKED = re.compile(
    r"\s*[,;]?\s*(?:only\b|(?-i:if)\b|(?-i:for) \$[^$<>=]*=[^$]*\$"
    r"|(?:(?:but|and|which|this|that|it|equation)\s+){0,2}(?:(?:is|holds?|does|would|cannot|are)\b[^.]*?"
    r"\b(?:false|wrong|incorrect|absurd|impossible|only|not|n't|if|contradict\w*)\b|fails\b))",
    re.IGNORECASE,
)
"""How words right behind an equation take it back, or leave it for a case; a new sentence is about others."""

SOMETIMES = re.compile(
    r"\b(?:if|when|whenever|unless|suppos\w+|in (?:the|this|that) case|special case)\b", re.IGNORECASE
)
"""How the words before an equation leave it for some cases, so that it is no fact further down."""

# Of goals, and of theorems --------------------------------------------------------------------------------------

AIMS = re.compile(
    r"\b(?:want|wish|need|have|remains?|suffices|aim|hope|like|going|goal is)\s+(?:\w+\s+)?to "
    r"(?:show|prove|verify|have)\b"
    r"|\b(?:to (?:prove|show|be shown|be proved)|goal|claim)\s*:?\s*$"
    r"|\b(?:goal|aim|claim|question|conjecture)\s+(?:is|was|reads)\b(?: that)?\s*:?\s*$"
    r"|(?:\b(?:will|shall|now|must|us|we (?:first|next|also|then))|^)\s*"
    r"(?:show|prove|verify|establish|demonstrate|claim)\b(?:\s+\w+){0,5}\s*:?\s*$"
    r"|\bwe (?:claim|conjecture|prove)\b(?:\s+\w+){0,5}\s*:?\s*$"
    r"|\b(?:conjectured|suspected|believed|claimed|hoped|expected|alleged|hypothesi[sz]ed)\s+that\s*:?\s*$",
    re.IGNORECASE,
)
"""How words say that an equation is only what is aimed at."""

CLAIMS = re.compile(r"\b(?:theorem|lemma|proposition|corollary|claim)\b(?!s)", re.IGNORECASE)
PROVES = re.compile(r"\b(?:proof|derivation)\b", re.IGNORECASE)
CITES = re.compile(
    r"\b(?:theorem|lemma|proposition|corollary)\b(?=[^.]*?\b(?:states?|says?|asserts?|tells?|reads?)\b)|\bclaim\b(?!s)",
    re.IGNORECASE,
)
"""How a proof says what a theorem is, unlike words that only use one."""
GIVES = re.compile(
    r"\s*,?\s*(?:where|with|in which|here|given|let|consider|assume|suppose|and where|define|denote|put|set|write)\b",
    re.IGNORECASE,
)
"""How a sentence of a theorem says what is given."""

EXPLAINS = re.compile(r",\s*(?:and )?where\b[^,]*\b(?:is|are|denotes?)\b(?:(?!\b(?:then|that)\b)[^,])*$", re.IGNORECASE)
"""How its last clause says what a name in it is."""

THEOREM = re.compile(
    r"(?:^|[.!?]\s)\s*(?:Theorem|Lemma|Proposition|Corollary|Claim)\b"
    r"(?:\s+(?:\d[\w.]*|[A-Z])(?![\w']))?(?:\s*\([^()]*\))?\s*(?:[.:]|$|(?=[A-Z]))"
)
"""How a theorem begins, unlike a sentence that speaks of one."""

PROOF = re.compile(r"\b[Pp]roof\b|(?:^|[.!?]\s)\s*(?:Derivation|Solution|Indeed)\b|\b[Tt]o see (?:this|why|it)\b")
"""How the proof of a theorem begins that was just stated."""

OTHER_PART = re.compile(r"(?:^|[.!?]\s)\s*(?:Remark|Example|Definition|Exercise|Note)\b")
"""How something begins that belongs to no theorem before it."""

DONE = re.compile(
    r"[∎□■]|\bQ\.?\s?E\.?\s?D\b|\b[Tt]his (?:completes|concludes|finishes|ends|proves)\b"
    r"|\bas (?:claimed|required|desired|was to be (?:shown|proved))\b|\b(?:completes|concludes) the proof\b"
)
"""How a text says that what it aimed at is proved."""

INTRODUCES = re.compile(
    r"\b(?:let|put|set|define|denote|write|where|with|introduce|abbreviate|given(?! by\b)|suppose|assume|consider|if"
    r"|for)\b",
    re.IGNORECASE,
)
CONCLUDES = re.compile(
    r"\b(?:then|have|has|holds?|follows|hence|thus|equals?|satisf\w+|(?:is|are) given by|can (?:also )?be)\b",
    re.IGNORECASE,
)
"""What a theorem gives stands behind the former words, what it states behind the latter."""

# Of random variables --------------------------------------------------------------------------------------------

UNSURE = re.compile(
    r"linear|pairwise|condition|\b(?:if|when|whenever|unless|whether|not|or|may|might|could)\b", re.IGNORECASE
)

ALTERED = re.compile(
    r"\b(?:condition(?:ed|al|ally)? (?:up)?on|truncat\w+|restrict\w+|censor\w+|clipp\w+|folded|rounded|given that"
    r"|stopped)\b",
    re.IGNORECASE,
)
"""How a sentence states a law and changes it at once: "$X \\sim \\mathrm{Exp}(1)$, conditioned on $X > 1$"."""

UNRELIABLE = re.compile(
    r"\b(?:hardly|scarcely|barely|nearly|almost|approximately|roughly|functionally|logically|far from|no longer|never|"
    r"cannot|but not|some (?:authors|texts|people|books)|rarely|seldom|sometimes|often|usually|typically|occasionally|"
    r"nobody|no one|none|no reason|wrong(?:ly)?|false(?:ly)?|incorrect(?:ly)?|mistak\w+|tempting|untrue|unrealistic|"
    r"contradict\w*|violat\w+|fails?|had|would|used to|seems?|appears?|looks?|pretend\w*|believe\w*|"
    r"(?:were|was)(?! (?:\w+ )?(?:drawn|sampled|generated|collected|obtained|given|measured|observed|taken|chosen))|"
    r"claim(?:s|ed|ing)? (?:that|of)|hypothes[ie]s|instead of|rather than|too strong|question|ask|doubt\w*|"
    r"test(?:s|ed|ing)? (?:whether|if|that|for)|neither|nor|without|drop\w*|relax\w*|remov\w+|abandon\w*|lift\w*|"
    r"compar\w+|contrast|unlike|generali[sz]\w+|case|the more|to (?:show|prove|check|verify|see|decide|establish))\b"
    r"|\b(?!(?:assum\w+|suppos\w+|such|so|given|know\w*|recall|note|means?|impl\w+|have|has|says?|states?|provid\w+|"
    r"requir\w+|see|seen|find|found|follows|shows?|fact|observe|property|now|variables?|features?|vectors?|events?|"
    r"samples?|observations?|errors?|noise|terms?|those|ones|numbers|draws|copies|independence)\b)[a-z]+ that\b"
    r"[^.;]*\bindependen",
    re.IGNORECASE,
)
"""How a sentence casts doubt on the independence that it speaks of, supposes it for a while or takes it back.

Behind "that" stands what is said only where the word before it says it: "we assume that", not "in the case that".
"""

TAKEN_BACK = re.compile(
    r"\s*(?:(?:but|however|yet|of course|clearly|hence|thus|so)\b,?\s*)*(?:this|that|it|they|(?:the|this|that|such|"
    r"such an?|both) (?:\w+ )?(?:assumptions?|independence|claim|variables))\s+(?:[\w']+\s+){0,5}?(?:false|"
    r"wrong|untrue|incorrect|unrealistic|violated|dependent|fails?|(?:not|n't|never) (?:\w+ )?(?:true|so|the case|hold|"
    r"valid|justified|independent|realistic))\b|[^.]*\bcontradiction\b"
    r"|[^.]*\b(?:drop|relax|remove|abandon|lift|without|give up)\w*\b[^.]*\b(?:independen|assumption)",
    re.IGNORECASE,
)
"""How a sentence takes back what one before it said of independence."""

_ASSUMED = (
    r"(?:assum\w+|suppos\w+|hypothes[ie]s|restrictions?|requirements?|conditions?|constraints?|independen\w+"
    r"|symmetry|normality|gaussianity|positivity|(?:positive )?definiteness|orthogonality|invertibility|stationarity"
    r"|convexity)\b"
)
WITHDRAWS = re.compile(
    r"\b(?:drop(?:s|ping|ped)?|relax(?:es|ing|ed)?|remov(?:e|es|ing|ed)|lift(?:s|ing|ed)?|abandon(?:s|ing|ed)?"
    r"|giv(?:e|es|ing) up|dispens(?:e|ing) with|do(?:ing)? away with)\s+"
    rf"(?:(?:the|this|that|these|all|our|any|its)\s+)*(?:[\w-]+\s+){{0,3}}?{_ASSUMED}"
    rf"|\bwithout\s+(?:(?:the|this|that|these|any|our|such|assuming)\s+)*(?:[\w-]+\s+){{0,2}}?{_ASSUMED}"
    r"|\bno longer\s+(?:assum|suppos|requir|need|impos|symmetric|independent|positive|orthogonal|invertib|restrict)\w*"
    r"|\b(?:is|are|be) no longer\b"
    rf"|\b{_ASSUMED}\s+(?:is|are|was|will be)\s+(?:\w+\s+)?(?:removed|dropped|lifted|relaxed|given up|not needed)\b",
    re.IGNORECASE,
)
"""How a sentence says that what was supposed before is supposed no longer."""

_FROM_HERE = (
    r"(?:from (?:here|now) on|below|throughout|henceforth|in (?:this|the following|what) (?:section|follows)|everything"
    r"|all (?:expectations|probabilities|averages|moments|variances))"
)
_GIVEN = r"condition(?:al|ed|ing)?\s+on"
CONDITIONED = re.compile(
    rf"\b{_FROM_HERE}\b[^.;]*\b{_GIVEN}\b|\b{_GIVEN}\b[^.;]*\b{_FROM_HERE}\b"
    r"|\b(?:consider|observe|keep|look at) only\b|\bonly (?:consider|observe|keep|look at)\b",
    re.IGNORECASE,
)
"""How a sentence says that from here on variables have other laws: those given what it speaks of."""

_NAMED = r"\$[^$]*\$(?:\s*(?:,|,?\s*and|or)\s*\$[^$]*\$)*"
GENERAL = re.compile(
    r"\b(?:any|all|every|each)\s+(?:real\s+|other\s+)?(?:numbers?\s+|vectors?\s+|matri(?:x|ces)\s+)?"
    r"(?P<members>\$[^$]*\\in(?![a-z])[^$]*\$)"
    rf"|\b(?:any|all|every|each)\s+real\s+(?:numbers?\s+)?(?P<reals>{_NAMED})"
    rf"|\b(?:general|arbitrary|unrestricted)\s+(?:[\w-]+\s+){{0,3}}?(?P<names>{_NAMED})"
    rf"|(?P<others>{_NAMED})\s+(?:is|are|be|being)\s+(?:again\s+|now\s+)?(?:an?\s+)?(?:completely\s+)?(?:any|arbitrary)\b"
    rf"|\b(?:for|at|with|to)\s+(?:larger|bigger|higher|smaller|lower)\s+(?:values\s+of\s+)?(?P<sizes>{_NAMED})",
    re.IGNORECASE,
)
"""How words speak of names of which nothing is supposed."""

OPPOSES = re.compile(
    r"\b(?:if|when|whenever|unless|even (?:if|when|though))\b[^.,;:]*\b(?:(?:is|are|does|do|has|have|need)\s+not|n't"
    r"|non-?(?!negative|zero|singular|empty|trivial|degenerate|decreasing|increasing|linear|e\b)\w+|no longer|neither"
    r"|dependent|correlated|uncentred|uncentered|fails?|violated?|asymmetric|unsymmetric)\b"
    r"|\b(?:for|with)\s+(?:(?:an?|any|all|other)\s+)?(?:[\w-]+\s+)?"
    r"(?:non-?(?!negative|zero|singular|empty|trivial|degenerate|decreasing|increasing|linear|e\b)\w+|asymmetric"
    r"|dependent|correlated|indefinite)\b"
    r"|\b(?:for|with)\b[^.,;:]*\b(?:that|which)\s+(?:is|are|do|does|has|have|need)\s+not\b"
    r"|\b(?:can|could|may|might)\s+(?:also\s+)?(?:be|take)\s+(?:negative|zero|arbitrary|any|complex|dependent|correlated)"
    r"|(?<!\bit )(?<!\bthis )\bneeds?\s+not\b|\bnot\s+necessarily\b"
    r"|\bin (?:full generality|either case|both cases|all cases)\b"
    r"|\b(?:in|more) general(?:ly)?\b|\bthe\s+general\s+case\b|^\s*generally\b"
    r"|\bfor\s+(?:an?\s+|all\s+)?(?:general|arbitrary)\s+\w+\s*[,:]?\s*$"
    r"|\bwhether\s+(?:or\s+not|they|it|these|the)\b|\bregardless\b|\bno\s+matter\b"
    r"|\botherwise\b,?\s*$",
    re.IGNORECASE,
)
"""How words lead to a display in a case in which something that was supposed does not hold."""

HEDGED = re.compile(
    r"\w-independen"
    r"|\b(?:independen\w+|iid)\b[^.;]*\b(?:when|if|only|under|provided|unless|whenever|once|as long|as soon|except"
    r"|until|given(?! by)|conditional(?:ly)?|within|for (?:an? )?(?:fixed|given)|in the (?:\w+ )?limit)\b"
    r"|\bif\b[^.;]*,\s*then\b[^.;]*\bindependen"
    r"|\b(?:given|condition(?:al|ally|ed|ing) (?:up)?on|for (?:an? )?(?:fixed|given|each|every|any))\b"
    r"(?! (?:two|three|an?|random|independent|iid|that|some|the random)\b)[^.;]*\b(?:independen|iid\b)",
    re.IGNORECASE,
)
"""How a sentence says that names are independent in a sense, or in a case, that is not understood."""

SUPPOSED = re.compile(r"\b(?:if|when|whenever|unless|not|whether)\b[^,;:]*$", re.IGNORECASE)

DEPENDENT = re.compile(
    r"(?:\b(?:not|never|need not|no|without|cannot|nor|neither)\b|n't\b)[^.;:]{0,40}?\bindependen|\bdependent\b",
    re.IGNORECASE,
)

CONTRARY = re.compile(r"\b(?:general|however|otherwise|but|else|yet|though|not|dependent)\b", re.IGNORECASE)


def is_doubted(lead: str) -> bool:
    """Whether the words that lead to a formula cast doubt on it, in its clause, or deny that it is supposed."""
    return bool(DOUBTS.search(re.split(r"[,;:]", lead)[-1]) or DENIES.search(lead))
