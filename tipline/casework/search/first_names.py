"""First names that many people have, with what they are called for short: between two bars is one name.

A first name of these says nothing by itself; and "Bill" is the William of another tip.
"""

from collections.abc import Mapping
from typing import Final

_LINES: Final = """
alexander alex sasha alec xander alejandro alessandro aleksandr
alexandra alex sandra sasha lexi alexandria|abdul abdi abdullah abdallah|abraham abe bram ibrahim
adam ad adan|adrian adrien ade|ahmed ahmad|albert al bert bertie|alan al allan allen alain
alfred al alf fred alfie|ali|alice ali allie alicia|amanda mandy|amy aimee amie
andrew andy drew andre andrea andres andrei|angela angie ang angelina
ann anne anna annie ana hannah nan nancy|anthony tony ant antonio antoine anton|arthur art artie arturo
ashley ash|barbara barb babs barbie|benjamin ben benny benji|bernard bernie|beverly bev|bradley brad
brandon bran|brenda bren|brian bryan bri|bruce|calvin cal|cameron cam
carlos carl charles charlie chuck chaz karl|carol caroline carrie carolyn
catherine katherine kathryn cathy kathy kate katie kat cat kitty katrina kathleen|chad|chantal
chris christopher kit|christina christine tina chrissy chris christie kristin kristina|clarence
clifford cliff|colin|craig|crystal krystal|curtis curt|cynthia cindy|daniel dan danny dani danielle
darren daz|david dave davey davy|dean|deborah debra deb debbie|dennis den denny denis|derek derrick
diana diane di|dmitri dima dmitry|dominic dom nick|donald don donnie|donna|dorothy dot dottie dolly
douglas doug|dustin dusty|dylan|edward ed eddie ted teddy eduardo|edwin ed
elizabeth liz lizzie beth betty eliza elisabeth lisa bess lisbeth|emily em emma|emmanuel manny
eric erik erick ricky|erin|ernest ernie ernesto|ethan|eugene gene|evan|farah|fatima|felix|fernando nando
florence flo|francis frank frankie fran francisco francois paco|frances fran francine
frederick fred freddie freddy|gabriel gabe gabby gabrielle|gary|george georgie jorge
gerald gerry jerry gerard|gilbert gil|giovanni gio|gloria|gordon gordie|grace|graham|gregory greg|guy
gwendolyn gwen|harold harry hal|harry henry hank enrique henri|hassan|heather|helen nell ellen elena
herbert herb|hugh hugo|hussein|ian iain|isaac ike|isabel bella isabelle izzy|ivan vanya
jack jackson john johnny jon jonathan jonny juan jean ian|jacqueline jackie|jacob jake jakob
james jim jimmy jamie jaime|janet jan|janice jan|jasmine jas|jason jay jase|jean jeanne
jeffrey jeff geoff geoffrey|jennifer jen jenny jenn|jeremy jerry jem|jesse jess|jessica jess jessie
jesus chuy|joan|joanne jo joanna|joel|jordan jordy|jose pepe joseph joe joey josef yusuf youssef
joshua josh|joyce|juan|judith judy jude|julia julie jules|justin|karen|keith|kelly|kenneth ken kenny
kevin kev|kim kimberly kimmy|kyle|larry lawrence laurence lars laurie|laura laurie lori|lee leigh
leo leonard len lenny leon leonardo|leslie les|liam|linda lin|logan|louis lou lewis luis|louise lou
lucas luke luca lucy|lynn|malcolm mal|marcus marc mark marco marcos mario|margaret maggie meg peg peggy
margie rita|maria marie mary molly mimi|marilyn|martha|martin marty martino
matthew matt mat mateo mathieu|maurice mo|maxwell max maxim maximilian|megan meg|melissa mel missy
melvin mel|michael mike mick mickey mikey mitch|miguel michel mikhail misha|michelle shelly
mohamed mohammed muhammad mo mohammad|monica|moses moe|nadia|natalie nat natasha|nathan nate nathaniel nat
nicholas nick nicky nico nicolas nikolai|nicole nikki|nora|norman norm|oliver ollie olivia|omar|oscar|owen
pamela pam|patricia pat patty trish tricia|patrick pat paddy|paul pablo paulie pavel|pauline
pedro peter pete petey pierre|phillip phil philip|priya|rachel rach|rafael raf raphael|ralph|randall randy
raymond ray ramon|rebecca becky becca|reginald reg reggie|richard rick ricky rich richie dick ricardo
robert rob robbie bob bobby bert roberto|robin|rodney rod|roger rog|roland rollie|ronald ron ronnie
rose rosie rosa|ross|roy|russell russ rusty|ruth|ryan|samantha sam sammy|samuel sam sammy sami
sandra sandy|sara sarah sally sadie|scott scotty|sean shaun shawn|sergio serge sergei|sharon shaz|shane
sheila|shirley|simon si|sofia sophie sophia|stacy|stanley stan|stella
stephen steven steve stevie esteban stefan|stephanie steph|stuart stu stewart|susan sue suzie|suzanne
sylvia|tamara tammy|tanya|taylor|terence terry|teresa theresa terry tess tessa|theodore ted teddy theo
thomas tom tommy tomas|tiffany tiff|timothy tim timmy|todd|tracy|travis|trevor trev|tyler ty|valerie val
vanessa|veronica ronnie|victor vic viktor|victoria vicky tori|vincent vince vinny vincenzo|virginia ginny
vladimir vlad volodya|walter walt wally|wanda|warren|wayne|wendy|wesley wes
william bill billy will willy liam guillaume|xavier|yolanda|yvonne|zachary zach zack|zoe
"""

GROUPS: Final = tuple(
    frozenset(group.split()) for line in _LINES.strip().splitlines() for group in line.split("|")
)


def _together() -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for group in GROUPS:
        for name in group:
            found.setdefault(name, set()).update(group)
    return {name: frozenset(names) for name, names in found.items()}


SHORT_FOR: Final = _together()
"""By a first name, all names that may be the same person's, itself too."""
