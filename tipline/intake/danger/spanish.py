"""Danger to life in Spanish; accents do not count."""

from collections.abc import Mapping
from typing import Final

from tipline.intake.danger.kinds import Danger

CLASSES: Final[Mapping[str, str]] = {
    "matar": (
        "matar matarla matarlo matarlos matarlas matarme matarnos matarte asesinar asesinarla asesinarlo "
        "apuñalar "
        "apuñalarla apuñalarlo dispararle dispararles dispararme quemarla quemarlo ahorcarla ahorcarlo "
        "degollar"
    ),
    "matando": (
        "matando disparando apuñalando acuchillando golpeando pegándole golpeándola golpeándolo "
        "violando "
        "violándola ahorcando ahorcándola estrangulando torturando quemando matándola matándolo balaceando"
    ),
    "pistola": "pistola arma armas cuchillo navaja rifle escopeta fusil machete granada cuerno",
    "gentio": (
        "escuela colegio clase salon universidad guarderia kinder iglesia mezquita templo sinagoga "
        "hospital metro "
        "autobus camion tren estacion aeropuerto centro mall tienda concierto estadio"
    ),
    "cuerpo": "cabeza cuello garganta sien pecho cara",
}

PHRASES: Final[Mapping[Danger, tuple[str, ...]]] = {
    Danger.THREAT: (
        "va/van/vas/quiere/quieren/piensa/piensan/planea/planean a? <matar>",
        "va/van/quiere/quieren a? disparar/volar/explotar",
        "amenaza/amenazan/amenazó/amenazando con/de <matar>/muerte",
        "amenaza/amenazas/amenazada/amenazado de muerte",
        "tiroteo/balacera mañana/hoy",
    ),
    Danger.UNDER_WAY: (
        "esta/estan/estaba <matando>",
        "le/les/me esta/estan pegando",
        "esta/estan/siguen tirando balazos/tiros",
        "tirador activo",
        "tiroteo/balacera/balazos/disparos ahora/ahorita",
        "rehen/rehenes",
        "secuestrada/secuestrado/secuestrados/secuestradas/secuestraron/secuestro a?",
        "acaban/acaba de <matar>/disparar/balear",
        "tienen/tiene amarrada/amarrado/encerrada/encerrado",
    ),
    Danger.ARMED: (
        "<pistola> en/contra/a la/el/su <cuerpo>",
        "apunta/apuntan/apuntando/apuntándole/apuntó con/a",
        "<pistola> en/a/dentro/adentro de? la/el/del/una/un/mi/su? <gentio>",
        "en/a la/el/una/un/mi/su? <gentio> con una/un/el/la? <pistola>",
        "en/afuera/fuera/frente de/a? mi/nuestra/la/su puerta con una/un? <pistola>",
        "afuera/fuera/frente de/a? mi/nuestra casa con una/un? <pistola>",
        "<pistola> en mi/nuestra/la/su puerta",
        "bomba/bombas/explosivo/explosivos en/bajo/debajo/dentro/adentro <any>",
        "puso/pusieron/tiene/tienen/hace/hizo una bomba",
        "amenaza de bomba",
    ),
    Danger.DYING: (
        "no/ya respira/respiraba/respiran",
        "no esta respirando",
        "dejo de respirar",
        "se esta/estan muriendo/desangrando/ahogando",
        "va/van a morir/morirse",
        "tiene/tomo/con sobredosis",
        "esta inconsciente",
    ),
}
