"""Danger to life in Portuguese; accents do not count."""

from collections.abc import Mapping
from typing import Final

from tipline.intake.danger.kinds import Danger

CLASSES: Final[Mapping[str, str]] = {
    "mata": "matar assassinar esfaquear balear enforcar degolar executar",
    "matando-pt": (
        "matando atirando esfaqueando espancando estuprando enforcando estrangulando torturando "
        "queimando "
        "agredindo"
    ),
    "arma-pt": "arma armas pistola revólver faca facão rifle espingarda fuzil granada",
    "multidao": (
        "escola colégio aula sala faculdade universidade creche igreja mesquita templo sinagoga hospital "
        "metrô ônibus "
        "autocarro trem estação aeroporto shopping loja estádio"
    ),
    "corpo-pt": "cabeça pescoço garganta peito cara testa",
}

PHRASES: Final[Mapping[Danger, tuple[str, ...]]] = {
    Danger.THREAT: (
        "vai/vão/quer/querem/pretende/planeja me/te/nos/o/a? <mata>",
        "vai/vão/quer/querem atirar em/na/no",
        "vai/vão explodir",
        "ameaça/ameaçou/ameaçando/ameaçam de? me/o/a? <mata>/morte",
        "ameaças/ameaçada/ameaçado de morte",
        "tiroteio/massacre amanhã/hoje",
    ),
    Danger.UNDER_WAY: (
        "está/estão/tá/tão me/a/o? <matando-pt>",
        "está/estão/tá batendo nela/nele/neles/nelas/em",
        "está a matar/esfaquear/bater/espancar/disparar/violar/estrangular",
        "tiroteio/tiros agora",
        "refém/reféns",
        "sequestrada/sequestrado/sequestrados/sequestraram/raptada/raptado",
        "acabou/acabaram de <mata>/atirar",
    ),
    Danger.ARMED: (
        "<arma-pt> na/no/contra a/o/sua/minha? <corpo-pt>",
        "apontando/apontou/aponta uma/a/um/o? <arma-pt>",
        "<arma-pt> na/no/numa/num/dentro/à/ao da/do/minha? <multidao>",
        "na/no/numa/num <multidao> com uma/um/a? <arma-pt>",
        "na/à/da minha/nossa/sua? porta com uma/um/a/o? <arma-pt>",
        "na/em/da/à minha/nossa casa com uma/um/a/o? <arma-pt>",
        "<arma-pt> na/à minha/nossa? porta",
        "bomba/bombas/explosivo/explosivos na/no/em/dentro/debaixo/sob <any>",
        "colocou/colocaram/tem/têm/fez uma bomba",
        "ameaça de bomba",
    ),
    Danger.DYING: (
        "não respira/respirando",
        "não está respirando/a",
        "parou de respirar",
        "está/tá morrendo/sangrando/inconsciente",
        "vai morrer",
        "teve/tomou/com/uma overdose",
    ),
}
