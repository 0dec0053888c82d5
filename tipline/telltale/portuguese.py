"""What gives a reporter away in Portuguese, as lists.

How a phrase is written is told in `tipline/telltale/phrases.py`. Accents do not
count, and a verb says "I" by its ending.
"""

from collections.abc import Mapping
from typing import Final

from tipline.telltale.reasons import Reason

CLASSES: Final[Mapping[str, str]] = {
    "meu": "meu minha meus minhas nosso nossa nossos nossas",
    "qual": "melhor velho velha ex antigo antiga grande proprio propria unico unica outro outra novo nova ex",
    "parente": (
        "mae pai pais irmao irma irmaos irmas filho filha filhos filhas enteado enteada primo prima "
        "primos primas tio tia tios tias sobrinho sobrinha sobrinhos avo avos neto neta marido mulher "
        "esposo esposa namorado namorada noivo noiva companheiro companheira amigo amiga amigos amigas "
        "familia parente parentes sogro sogra cunhado cunhada genro nora padrinho madrinha afilhado "
        "afilhada compadre comadre padrasto madrasta gemeo gemea"
    ),
    "vizinho": (
        "vizinho vizinha vizinhos vizinhas senhorio senhoria inquilino inquilina proprietario porteiro "
        "porteira zelador zeladora"
    ),
    "colega-pt": (
        "colega colegas chefe patrao patroa gerente supervisor supervisora empregador empregado "
        "empregada funcionario funcionaria professor professora aluno aluna estudante cliente clientes "
        "paciente treinador medico medica advogado advogada pastor padre"
    ),
    "lar": (
        "casa apartamento apto predio edificio rua quarteirao bairro varanda quintal jardim garagem "
        "janela porta porao andar endereco fazenda quarto"
    ),
    "emprego": (
        "trabalho emprego escritorio loja restaurante escola turma faculdade universidade fabrica "
        "oficina armazem academia igreja mesquita clinica hospital turno servico"
    ),
    "oficio-pt": (
        "enfermeiro enfermeira medico medica professor professora estudante motorista caixa zelador "
        "garcom garconete seguranca mecanico cabeleireiro cabeleireira advogado advogada bombeiro "
        "cozinheiro cozinheira encanador eletricista vizinho vizinha inquilino inquilina empregado "
        "funcionario funcionaria policial"
    ),
    "onde": "em no na nos nas perto ao a com aqui ali la atras em frente acima abaixo por",
}

PHRASES: Final[Mapping[Reason, tuple[str, ...]]] = {
    Reason.FAMILY: (
        "o/a? <meu> <qual>? <parente>",
        "<parente> <meu>",
    ),
    Reason.NEIGHBOUR: (
        "<meu> <qual>? <vizinho>",
        "<vizinho> <meu>",
        "<meu> colega de quarto/casa/apartamento",
        "mora/moram/vive/vivem comigo/conosco",
        "mora/moram/vive/vivem ao? lado/perto/frente/cima/baixo de/da mim/nos/gente/minha",
    ),
    Reason.COLLEAGUE: (
        "<meu> <qual>? <colega-pt>",
        "<colega-pt> <meu>",
        "<meu> colega/colegas/companheiro de trabalho/turma/escola/classe",
        "trabalha/trabalham/estuda comigo/conosco",
        "trabalho/estudo com ele/ela/eles",
    ),
    Reason.BOND: (
        "sou/era/fui o/a/um/uma? <qual>? <parente>/<vizinho>/<colega-pt> dele/dela/deles",
        "sou o/a/seu/sua <any> dele/dela/deles",
        "sou seu/sua <parente>/<vizinho>/<colega-pt>",
        "cresci com ele/ela/eles",
        "conheço/conheco ele/ela/eles de/desde/pessoalmente",
        "o/a conheço/conheco desde/pessoalmente",
        "namorei/namoro com? ele/ela",
        "sou/fui casado/casada com",
    ),
    Reason.HOME: (
        "moro/morava/resido <onde>",
        "eu vivo/vivia <onde>",
        "moramos/vivemos <onde>",
        "me mudei para",
        "<meu> <qual>? <lar>",
        "ao lado de mim/casa",
        "em? frente/perto/atras de/da mim/minha <lar>?",
        "onde moro/moramos/vivo/morava",
        "onde eu moro/vivo/morava",
    ),
    Reason.WORK: (
        "eu? trabalho/trabalhava/estudo/estudava em/no/na/para/perto/aqui/ali",
        "<meu> <emprego>",
        "onde eu? trabalho/estudo/trabalhava",
    ),
    Reason.NAME: (
        "<meu> nome completo? e/é <any>",
        "me chamo <any>",
        "chamo me <any>",
        "<meu> sobrenome/apelido e/é <any>",
    ),
    Reason.CONTACT: (
        "me liguem/ligue/liga/contatem/contate/escrevam/escreva",
        "liguem/ligue/contactem/contacte/escrevam/escreva me/para mim?",
        "podem/pode me? ligar/contatar/contactar/escrever para? me/mim?",
        "<meu> numero de/do? telefone/celular/telemovel?",
        "<meu> telefone/celular/telemovel/whatsapp",
        "<meu> e? mail/email",
    ),
    Reason.SELF: (
        "tenho <number> anos",
        "sou um/uma? <oficio-pt>",
        "<meu> aniversario",
        "<meu> numero de funcionario/empregado/matricula/cracha",
    ),
    Reason.ONLY_ONE: (
        "so/somente/apenas eu sei/sabia/vi/sabemos/estava",
        "sou/era/fui o/a unico/unica que/pessoa?",
        "ninguem mais sabe/sabia/viu/estava",
        "so/somente/apenas me contou/disse/mostrou",
        "so/somente contou/disse/mostrou para/a mim",
        "vao/vai saber que fui/sou eu",
    ),
    Reason.HANDLE: (
        "<meu> conta/perfil/usuario do/no/de? instagram/facebook/snapchat/tiktok/twitter/whatsapp?",
    ),
    Reason.PLATE: ("<meu> placa/placas/matricula",),
}

NO_NAMES: Final = "segredo confidencial anonimo importante desconhecido"
"""Words after "meu nome é" that are nobody's name."""

SIGN_OFFS: Final = "atenciosamente assinado obrigado obrigada cumprimentos abraços"
"""Words before a name at the end of a text."""

MINE: Final = "meu minha meus minhas nosso nossa nossos nossas"
"""Words that say whose a plate is."""

SAW: Final = "vi estava passei passava ouvi escutei cheguei saí caminhava"
"""Words after "eu" that tell where the reporter was."""

SAW_ALONE: Final = "vi ouvi escutei passei cheguei saí caminhava"
"""Words that say "I" by themselves and tell where the reporter was."""

FIRST: Final = "eu"
"""Who saw."""
