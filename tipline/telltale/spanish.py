"""What gives a reporter away in Spanish, as lists.

How a phrase is written is told in `tipline/telltale/phrases.py`. Accents do not
count, and a verb says "I" by its ending.
"""

from collections.abc import Mapping
from typing import Final

from tipline.telltale.reasons import Reason

CLASSES: Final[Mapping[str, str]] = {
    "mi": "mi mis nuestro nuestra nuestros nuestras",
    "mio": "mio mia mios mias nuestro nuestra",
    "cual": "mejor viejo vieja ex antiguo antigua gran propio propia unico unica otro otra nuevo nueva joven",
    "pariente": (
        "mama madre papa padre padres hermano hermana hermanos hermanas hermanastro hermanastra hijo "
        "hija hijos hijas hijastro hijastra primo prima primos primas tio tia tios tias sobrino sobrina "
        "sobrinos abuelo abuela abuelos nieto nieta esposo esposa marido mujer novio novia pareja "
        "exnovio exnovia exmarido exesposa amigo amiga amigos amigas familia familiar familiares suegro "
        "suegra cuñado cuñada yerno nuera padrino madrina ahijado ahijada compadre comadre padrastro "
        "madrastra gemelo gemela"
    ),
    "vecino": (
        "vecino vecina vecinos vecinas casero casera arrendador arrendadora inquilino inquilina "
        "compañero compañera roomie portero portera conserje"
    ),
    "colega": (
        "colega colegas jefe jefa patron patrona gerente supervisor supervisora empleador empleado "
        "empleada empleados maestro maestra profesor profesora alumno alumna estudiante cliente clienta "
        "clientes paciente entrenador entrenadora doctor doctora medico abogado abogada pastor cura"
    ),
    "hogar": (
        "casa apartamento departamento depa piso edificio calle cuadra barrio colonia balcon patio "
        "jardin garaje cochera ventana puerta sotano direccion finca rancho cuarto"
    ),
    "trabajo-es": (
        "trabajo oficina tienda restaurante escuela clase colegio universidad fabrica taller bodega "
        "gimnasio iglesia mezquita clinica hospital negocio turno"
    ),
    "oficio": (
        "enfermero enfermera doctor doctora medico maestro maestra profesor profesora estudiante chofer "
        "cajero cajera conserje mesero mesera camarero camarera guardia mecanico peluquero peluquera "
        "abogado abogada bombero cocinero cocinera plomero electricista vecino vecina inquilino empleado "
        "empleada policia"
    ),
    "donde": "en al a cerca junto frente enfrente detras arriba abajo aqui alli aca alla con por sobre",
}

PHRASES: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.FAMILY: (
        "<mi> <cual>? <pariente>",
        "<pariente> <mio>",
        "<pariente> de mi/nuestro/nuestra <pariente>",
        "es familia <mio>?",
    ),
    Reason.NEIGHBOUR: (
        "<mi> <cual>? <vecino>",
        "<vecino> <mio>",
        "<mi> compañero/compañera de cuarto/piso/casa/apartamento",
        "vive/viven conmigo",
        "vive/viven enfrente/arriba/abajo/junto/cerca/detras de/a mi/nosotros/mio/casa",
        "vive/viven al lado de mi/nosotros",
        "vive/viven con nosotros",
    ),
    Reason.COLLEAGUE: (
        "<mi> <cual>? <colega>",
        "<colega> <mio>",
        "<mi> compañero/compañera/compañeros de trabajo/clase/escuela/equipo",
        "trabaja/trabajan/estudia conmigo",
        "trabaja/trabajan con nosotros",
        "trabajo/estudio con el/ella/ellos",
    ),
    Reason.BOND: (
        "soy/era/fui su/el/la/un/una <cual>? <pariente>/<vecino>/<colega>",
        "soy su <any>",
        "como su <pariente>/<vecino>/<colega>",
        "creci con el/ella/ellos",
        "lo/la/los conozco desde/de/personalmente",
        "sali/salgo/salia con el/ella",
        "estoy/estuve casado/casada con",
    ),
    Reason.HOME: (
        "vivo/vivia/resido <donde>",
        "vivimos/viviamos <donde>",
        "yo vivo <any>",
        "me mude <donde>",
        "<mi> <cual>? <hogar>",
        "al lado de/mio mi?",
        "enfrente/arriba/abajo/detras/cerca/junto de/a mi/nosotros/nuestra <hogar>?",
        "donde vivo/vivimos/vivia",
    ),
    Reason.WORK: (
        "yo trabajo/trabajaba/estudio <donde>/para",
        "trabajo/trabajaba/estudiaba/laboro en/para/cerca/aqui/alli",
        "<mi> <trabajo-es>",
        "donde trabajo/estudio/trabajaba",
        "voy/iba a la escuela/universidad con/en",
    ),
    Reason.NAME: (
        "<mi> nombre completo? es <any>",
        "me llamo <any>",
        "<mi> apellido es? <any>",
    ),
    Reason.CONTACT: (
        "llamenme/llameme/llamame/contactenme/contacteme/escribanme/escribeme/escribame a/al/por?",
        "me pueden/puede/puedes llamar/escribir/contactar",
        "pueden/puede llamarme/escribirme/contactarme",
        "<mi> numero de? telefono/celular/movil?",
        "<mi> telefono/celular/movil",
        "<mi> correo electronico?",
    ),
    Reason.SELF: (
        "tengo <number> años",
        "soy un/una? <oficio>",
        "como <oficio> que soy",
        "<mi> cumpleaños",
        "<mi> numero de empleado/seguro/placa/estudiante",
    ),
    Reason.ONLY_ONE: (
        "solo/solamente/nomas yo lo? se/sabia/vi/sabemos/estaba",
        "soy/era/fui el/la unico/unica que?",
        "nadie mas lo? sabe/sabia/vio/estaba",
        "solo/solamente me lo? dijo/conto/enseño a mi?",
        "van/va a saber que fui/soy yo",
        "sabran/sabra que fui/soy yo",
    ),
    Reason.HANDLE: ("<mi> cuenta/perfil/usuario de/en? instagram/facebook/snapchat/tiktok/twitter?",),
    Reason.PLATE: ("<mi> placa/placas/matricula/patente",),
}

NO_NAMES: Final = "secreto confidencial anonimo importante desconocido"
"""Words after "mi nombre es" that are nobody's name."""

SIGN_OFFS: Final = "atentamente firmado saludos gracias firma"
"""Words before a name at the end of a text."""

MINE: Final = "mi mis nuestro nuestra nuestros nuestras mio mia"
"""Words that say whose a plate is."""

SAW: Final = "vi vivi estaba iba pasaba pasé oí escuché salí llegué caminaba"
"""Words after "yo" that tell where the reporter was."""

SAW_ALONE: Final = "vi escuché oí pasé llegué salí caminaba"
"""Words that say "I" by themselves and tell where the reporter was."""

FIRST: Final = "yo"
"""Who saw."""
