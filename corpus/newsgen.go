//go:build ignore

// Command newsgen writes corpus/en-news.conllu, short sentences in the manner of the
// news with their trees: go run corpus/newsgen.go > corpus/en-news.conllu
//
// The treebanks hold little news of states and their quarrels, and a reader
// trained on them alone takes "Kenya shut its border" for a noun phrase. The
// sentences are put together from the lists below; they say nothing true.
// Verbs in the simple past stand beside the same verbs as participles, so that
// neither reading drives out the other. The same program writes the same file.
package main

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
)

var rng = rand.New(rand.NewPCG(7, 11))

func pick[T any](l []T) T   { return l[rng.IntN(len(l))] }
func words(s string) string { return pick(strings.Fields(s)) }
func chance(p float64) bool { return rng.Float64() < p }

type tok struct {
	form, lemma, upos, xpos, feats, rel string
	head                                int
}

// A phrase is a few words of which one is the head of the others.
type phrase struct {
	t    []tok
	root int
}

func w(form, lemma, upos, xpos, feats string) phrase {
	return phrase{[]tok{{form, lemma, upos, xpos, feats, "", -1}}, 0}
}

type part struct {
	rel string // "" marks the head
	p   phrase
}

func join(parts ...part) phrase {
	var out phrase
	start := make([]int, len(parts))
	for i, q := range parts {
		start[i] = len(out.t)
		for _, t := range q.p.t {
			if t.head >= 0 {
				t.head += start[i]
			}
			out.t = append(out.t, t)
		}
		if q.rel == "" {
			out.root = start[i] + q.p.root
		}
	}
	for i, q := range parts {
		if q.rel != "" {
			r := start[i] + q.p.root
			out.t[r].head, out.t[r].rel = out.root, q.rel
		}
	}
	return out
}

// with adds parts behind p, all dependents of its head.
func with(p phrase, parts ...part) phrase {
	return join(append([]part{{"", p}}, parts...)...)
}

func det(f string) phrase {
	if f == "a" || f == "an" {
		return w(f, "a", "DET", "DT", "Definite=Ind|PronType=Art")
	}
	return w(f, "the", "DET", "DT", "Definite=Def|PronType=Art")
}
func adp(f string) phrase  { return w(f, f, "ADP", "IN", "_") }
func adj(f string) phrase  { return w(f, f, "ADJ", "JJ", "Degree=Pos") }
func name(f string) phrase { return w(f, f, "PROPN", "NNP", "Number=Sing") }
func noun(f string) phrase { return w(f, f, "NOUN", "NN", "Number=Sing") }
func nouns(f string) phrase {
	return w(f, f, "NOUN", "NNS", "Number=Plur")
}

func plural(n string) string {
	switch {
	case strings.HasSuffix(n, "man"):
		return n[:len(n)-2] + "en"
	case strings.HasSuffix(n, "y") && !strings.ContainsAny(n[len(n)-2:len(n)-1], "aeiou"):
		return n[:len(n)-1] + "ies"
	case strings.HasSuffix(n, "s"), strings.HasSuffix(n, "ch"), strings.HasSuffix(n, "sh"), strings.HasSuffix(n, "x"):
		return n + "es"
	}
	return n + "s"
}

func an(n string) string {
	if strings.ContainsAny(n[:1], "aeioAEIO") {
		return "an"
	}
	return "a"
}

// Those who act.

type state struct{ name, adj, capital string }

var states = func() (out []state) {
	for _, l := range strings.Split(`Chad Chadian Ndjamena;Kenya Kenyan Nairobi;Iran Iranian Tehran;Syria Syrian Damascus;Norway Norwegian Oslo;Poland Polish Warsaw;Turkey Turkish Ankara;Egypt Egyptian Cairo;Japan Japanese Tokyo;China Chinese Beijing;Russia Russian Moscow;France French Paris;Germany German Berlin;Brazil Brazilian Brasilia;Chile Chilean Santiago;Peru Peruvian Lima;India Indian Delhi;Pakistan Pakistani Islamabad;Nepal Nepali Kathmandu;Ukraine Ukrainian Kyiv;Georgia Georgian Tbilisi;Armenia Armenian Yerevan;Israel Israeli Jerusalem;Lebanon Lebanese Beirut;Jordan Jordanian Amman;Iraq Iraqi Baghdad;Qatar Qatari Doha;Libya Libyan Tripoli;Algeria Algerian Algiers;Morocco Moroccan Rabat;Tunisia Tunisian Tunis;Mali Malian Bamako;Niger Nigerien Niamey;Nigeria Nigerian Abuja;Ghana Ghanaian Accra;Senegal Senegalese Dakar;Sudan Sudanese Khartoum;Ethiopia Ethiopian Addis;Somalia Somali Mogadishu;Uganda Ugandan Kampala;Rwanda Rwandan Kigali;Burundi Burundian Gitega;Angola Angolan Luanda;Zambia Zambian Lusaka;Malawi Malawian Lilongwe;Spain Spanish Madrid;Portugal Portuguese Lisbon;Italy Italian Rome;Greece Greek Athens;Serbia Serbian Belgrade;Croatia Croatian Zagreb;Kosovo Kosovar Pristina;Albania Albanian Tirana;Hungary Hungarian Budapest;Austria Austrian Vienna;Sweden Swedish Stockholm;Finland Finnish Helsinki;Denmark Danish Copenhagen;Estonia Estonian Tallinn;Latvia Latvian Riga;Lithuania Lithuanian Vilnius;Belarus Belarusian Minsk;Moldova Moldovan Chisinau;Romania Romanian Bucharest;Bulgaria Bulgarian Sofia;Cuba Cuban Havana;Mexico Mexican Tijuana;Canada Canadian Ottawa;Colombia Colombian Bogota;Venezuela Venezuelan Caracas;Ecuador Ecuadorian Quito;Bolivia Bolivian Sucre;Argentina Argentine Rosario;Uruguay Uruguayan Montevideo;Haiti Haitian Jacmel;Vietnam Vietnamese Hanoi;Thailand Thai Bangkok;Cambodia Cambodian Battambang;Malaysia Malaysian Penang;Indonesia Indonesian Jakarta;Australia Australian Canberra;Fiji Fijian Suva;Mongolia Mongolian Ulaanbaatar;Kazakhstan Kazakh Astana;Afghanistan Afghan Kabul;Yemen Yemeni Sanaa;Bahrain Bahraini Manama;Britain British London;Ireland Irish Dublin;Belgium Belgian Brussels;Seoul Korean Seoul;Pyongyang Korean Pyongyang;Ankara Turkish Istanbul;Washington American Chicago`, ";") {
		f := strings.Fields(l)
		out = append(out, state{f[0], f[1], f[2]})
	}
	return out
}()

const (
	organs  = "government army police parliament court ministry opposition union militia navy council tribunal senate coalition party junta regime embassy commission agency company bank board committee cabinet alliance bloc movement delegation newspaper jury cartel guard congress assembly federation"
	persons = "minister president soldier rebel protester diplomat activist journalist militant gunman policeman fighter worker student farmer miner lawyer judge prosecutor general envoy ambassador spokesman official leader teacher nurse doctor trader villager refugee migrant prisoner hostage inspector investigator commander guard demonstrator separatist insurgent lawmaker senator governor mayor chancellor cleric monk tribesman trucker engineer sailor pilot"
	plurals = "troops police authorities forces people civilians militants residents protesters gunmen prosecutors"
	given   = "Anna Peter Maria Ahmed Omar Ivan Olga Chen Amina Joseph Daniel Fatima Carlos Elena Viktor Hassan Kofi Laila Tomas Nadia"
	family  = "Novak Haddad Okoro Silva Petrov Larsen Mbeki Rahman Ortiz Weber Kovacs Sato Nguyen Diallo Murphy Rossi Yilmaz Karim Popescu Bauer"
	titles  = "President Senator General Chancellor Judge Colonel Governor"
)

// An actor phrase, and whether it counts as plural.
func actor() (phrase, bool) {
	s := pick(states)
	switch rng.IntN(20) {
	case 0, 1, 2, 3, 4, 5:
		return name(s.name), false
	case 6:
		return name(s.capital), false
	case 7, 8:
		n := words(organs)
		return join(part{"det", det("the")}, part{"", noun(n)}), n == "police"
	case 9:
		return join(part{"det", det("the")}, part{"amod", adj(s.adj)}, part{"", noun(words(organs))}), false
	case 10:
		return join(part{"amod", adj(s.adj)}, part{"", nouns(pluralActor())}), true
	case 11:
		return nouns(pluralActor()), true
	case 12:
		return join(part{"det", det("the")}, part{"", nouns(pluralActor())}), true
	case 13:
		n := words(persons)
		return join(part{"det", det("the")}, part{"", noun(n)}), false
	case 14:
		return join(part{"nmod:poss", with(name(s.name), part{"case", w("'s", "'s", "PART", "POS", "_")})}, part{"", noun(words(organs + " " + persons))}), false
	case 15:
		return person(), false
	case 16:
		return join(part{"det", det("the")}, part{"amod", adj(words("former foreign local military regional federal supreme"))}, part{"", noun(words(organs + " " + persons))}), false
	case 17:
		if chance(0.5) {
			return union(), false
		}
		if chance(0.4) {
			return with(nouns(words("dozens hundreds thousands")), part{"nmod", join(part{"case", adp("of")}, part{"", nouns(pluralActor())})}), true
		}
		return join(part{"nummod", w(words("two three four five ten"), "two", "NUM", "CD", "NumForm=Word|NumType=Card")}, part{"", nouns(pluralActor())}), true
	case 18:
		return join(part{"det", det("the")}, part{"compound", noun(words("defence finance interior oil justice health trade rebel opposition border"))}, part{"", noun(words("ministry minister leader group chief union guard committee"))}), false
	}
	o := pick(states)
	return join(part{"", name(s.name)}, part{"conj", join(part{"cc", w("and", "and", "CCONJ", "CC", "_")}, part{"", name(o.name)})}), true
}

func pluralActor() string {
	if chance(0.3) {
		return words(plurals)
	}
	return plural(words(persons))
}

func person() phrase {
	g, f := name(words(given)), name(words(family))
	p := join(part{"", g}, part{"flat", f})
	switch rng.IntN(4) {
	case 0:
		return p
	case 1:
		return join(part{"nmod:desc", name(words(titles))}, part{"", name(words(family))})
	case 2:
		return join(part{"nmod:desc", join(part{"amod", w("Prime", "Prime", "ADJ", "NNP", "Degree=Pos")}, part{"", name("Minister")})}, part{"", p})
	}
	return join(part{"nmod:desc", name(words(titles))}, part{"", p})
}

func union() phrase {
	switch rng.IntN(6) {
	case 0:
		return join(part{"det", det("the")}, part{"amod", w("United", "unite", "VERB", "NNP", "Tense=Past|VerbForm=Part|Voice=Pass")}, part{"", w("Nations", "Nation", "PROPN", "NNPS", "Number=Plur")})
	case 1:
		return join(part{"det", det("the")}, part{"amod", w("United", "unite", "VERB", "NNP", "Tense=Past|VerbForm=Part|Voice=Pass")}, part{"", w("States", "State", "PROPN", "NNPS", "Number=Plur")})
	case 2:
		return join(part{"compound", name("South")}, part{"", name("Korea")})
	case 3:
		return join(part{"compound", name("North")}, part{"", name("Korea")})
	case 4:
		return join(part{"det", det("the")}, part{"amod", w(words("European African"), "European", "ADJ", "NNP", "Degree=Pos")}, part{"", name("Union")})
	}
	return join(part{"det", det("the")}, part{"amod", w("White", "White", "ADJ", "NNP", "Degree=Pos")}, part{"", name("House")})
}

func subject() phrase { p, _ := actor(); return p }

// Verbs.

type verb struct{ base, past, part, third, ing string }

var irregular = map[string][2]string{}

func init() {
	for _, l := range strings.Fields("beat:beat:beaten blow:blew:blown bring:brought:brought build:built:built buy:bought:bought cast:cast:cast catch:caught:caught cut:cut:cut deal:dealt:dealt draw:drew:drawn drive:drove:driven feed:fed:fed fight:fought:fought find:found:found flee:fled:fled fly:flew:flown forbid:forbade:forbidden freeze:froze:frozen get:got:got give:gave:given go:went:gone hit:hit:hit hold:held:held keep:kept:kept lay:laid:laid lead:led:led leave:left:left lend:lent:lent let:let:let lose:lost:lost meet:met:met offset:offset:offset outbid:outbid:outbid overrun:overran:overrun overthrow:overthrew:overthrown pay:paid:paid put:put:put quit:quit:quit rise:rose:risen seek:sought:sought sell:sold:sold send:sent:sent set:set:set shake:shook:shaken shed:shed:shed shoot:shot:shot shut:shut:shut sink:sank:sunk slay:slew:slain speak:spoke:spoken spend:spent:spent split:split:split spread:spread:spread stand:stood:stood steal:stole:stolen stick:stuck:stuck strike:struck:struck swear:swore:sworn take:took:taken tear:tore:torn tell:told:told throw:threw:thrown win:won:won withdraw:withdrew:withdrawn withhold:withheld:withheld write:wrote:written break:broke:broken begin:began:begun bear:bore:borne bleed:bled:bled say:said:said make:made:made grow:grew:grown fall:fell:fallen hang:hanged:hanged rend:rent:rent come:came:come") {
		f := strings.Split(l, ":")
		irregular[f[0]] = [2]string{f[1], f[2]}
	}
}

const doubles = " ban rob stab grab drop stop plan slap snub scrap nab club mob tap strip strap whip ship kidnap commit admit permit expel repel compel rebut ram jam jar bar gag shun gun wiretap shrug drag cap sap tug slip step chat prod kneecap annul patrol rap fit "

func conjugate(b string) verb {
	v := verb{base: b}
	last := b[len(b)-1]
	vowel := func(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }
	stem := b
	if strings.Contains(doubles, " "+b+" ") {
		stem = b + string(last)
	}
	switch {
	case last == 'e':
		v.past, v.ing = b+"d", b[:len(b)-1]+"ing"
		if strings.HasSuffix(b, "ee") {
			v.ing = b + "ing"
		}
	case last == 'y' && !vowel(b[len(b)-2]):
		v.past, v.ing = b[:len(b)-1]+"ied", b+"ing"
	default:
		v.past, v.ing = stem+"ed", stem+"ing"
	}
	v.part = v.past
	if f, ok := irregular[b]; ok {
		v.past, v.part = f[0], f[1]
		if strings.Contains(" cut put set hit shut let quit get split begin forbid overrun ", " "+b+" ") {
			v.ing = b + string(last) + "ing"
		}
	}
	v.third = plural(b)
	return v
}

const finPast = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"

func (v verb) pastW() phrase { return w(v.past, v.base, "VERB", "VBD", finPast) }
func (v verb) baseW() phrase { return w(v.base, v.base, "VERB", "VB", "VerbForm=Inf") }
func (v verb) presW() phrase {
	return w(v.third, v.base, "VERB", "VBZ", "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin")
}
func (v verb) plurW() phrase {
	return w(v.base, v.base, "VERB", "VBP", "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin")
}
func (v verb) partW() phrase {
	return w(v.part, v.base, "VERB", "VBN", "Tense=Past|VerbForm=Part")
}
func (v verb) passW() phrase {
	return w(v.part, v.base, "VERB", "VBN", "Tense=Past|VerbForm=Part|Voice=Pass")
}
func (v verb) ingW() phrase {
	return w(v.ing, v.base, "VERB", "VBG", "Tense=Pres|VerbForm=Part")
}
func (v verb) gerW() phrase { return w(v.ing, v.base, "VERB", "VBG", "VerbForm=Ger") }

// Verbs that someone does to someone.
const onActors = `abandon abduct absolve abuse acclaim accuse admonish ambush annex apprehend arm arrest assail assassinate assault assist attack ban banish berate besiege betray blacklist blackmail blame blast block blockade bomb bombard boycott brutalize bully capture castigate censor censure challenge champion charge chide commend compensate condemn confront conquer consult contradict convict criticise criticize crush debrief defeat defend defy denounce deport depose deride destroy detain disarm disband dismiss disperse dispossess disqualify eject embargo encircle encourage endorse engage escort evacuate evict excoriate execute exempt exile exonerate expel exterminate fault fight fine flog flout force free fund gag gas halt hail harass heckle help hijack hit host ignore impeach imprison incarcerate indict infiltrate inspect instruct insult intercept intimidate invade investigate invite isolate jail join kidnap kill lambast lament laud liberate lobby lynch maim massacre meet mistreat mobilise mob mock molest mourn murder nab nationalise neutralise nominate oppose oppress oust outlaw overrun overthrow parade pardon penalise permit persecute petition poison pound praise press pressure prosecute protect provoke punish purge quiz raid rap reassure rebuff rebuke recognise recruit reject release remand remind remove repatriate repel reprimand repulse rescue resist restrain rob rout sack salute sanction scold search seize sentence shadow shelter shoot shun sideline silence slam slap slay smuggle snub spurn stab starve storm strafe strike subdue sue summon supply support surround suspend target terrorise threaten thank topple torture train trap try unseat upbraid uproot urge veto vilify visit warn welcome whip wound`

// Verbs and what they are done to; an object may come with a preposition.
var onThings = strings.Split(`impose:sanctions on,tariffs on,curfew on,restrictions on,fine on,embargo on
lift:sanctions on,blockade on,curfew in,ban on,siege of
shut:border with,embassy in,airspace to,schools,port,crossing
close:border with,consulate in,airport,road
cut:ties with,rates,aid to,taxes,supplies to,spending
sever:ties with,relations with
issue:apology,statement,warning to,ultimatum to,decree,summons to
seize:tanker,ship,town,weapons,airport,cargo from,assets of
sign:agreement with,treaty with,truce with,memorandum with,pact with,deal with
launch:missile at,offensive against,attack on,strike against,inquiry into,campaign against
fire:rockets at,missile at,shots at,shells at
reject:offer from,proposal,demands of,accusations,plan
accept:proposal,ceasefire,refugees from,offer from
propose:talks with,truce,summit with,amnesty
hold:talks with,summit with,elections,drill with,rally against,meeting with
quit:talks,treaty,coalition,alliance,government,party
leave:talks,treaty,alliance,organisation
set:deadline for,fire to,conditions for,date for
put:pressure on,troops on,sanctions on
end:boycott of,siege of,occupation of,mission in,blockade of
break:truce with,ceasefire,silence,promise
deny:accusations,charges,report,request
send:troops to,aid to,envoy to,weapons to,letter to,medicines to
deploy:troops to,peacekeepers to,police to,missiles in,warships to
withdraw:troops from,ambassador from,forces from,bill
recall:ambassador from,envoy from,troops from
expel:diplomats from,ambassador of
freeze:assets of,funds of,accounts of
ratify:treaty with,convention,agreement with
block:road to,resolution on,access to,convoy
storm:building,parliament,embassy of,town
burn:flag of,villages,tyres,warehouse
loot:shops,warehouses,villages
shell:town,village,positions of,camp
bomb:bridge,hospital,camp in,airport
demand:release of,withdrawal of,apology from,inquiry into,compensation from
welcome:decision,agreement,withdrawal of,talks
postpone:visit to,summit with,elections,talks
cancel:visit to,summit with,debt of,contract with
suspend:publication,aid to,talks with,cooperation with,flights to
resume:talks with,flights to,aid to,negotiations with
restore:ties with,relations with,order
open:embassy in,inquiry into,border with,consulate in,talks with
erect:roadblocks in,barricades in,fence along
test:missile,rocket,weapon
declare:ceasefire,emergency,war on,curfew in,victory
extend:mandate of,ceasefire,sanctions on,curfew in
grant:asylum to,amnesty to,loan to,visas to
offer:aid to,talks to,apology to,amnesty to
pledge:aid to,support for,troops to
pass:law on,resolution on,sentence on
veto:resolution on,bill
drop:charges against,bombs on,demand for
file:complaint against,charges against,lawsuit against
present:petition to,plan to,evidence to
repeal:law,decree,ban on
ease:restrictions on,sanctions on,blockade of
tighten:sanctions on,border with,restrictions on
violate:ceasefire,airspace of,treaty,truce with
annul:vote,elections,contract with
mediate:talks between,truce between
host:summit,talks between,refugees from
approve:loan to,bill,deployment of,deal with
stage:protest against,coup,rally in,walkout
conduct:raid on,drill with,airstrike on,search of
carry:weapons,flags of
lose:battle,election,support of
win:election,battle,support from
spread:rumours about,fear
split:party,coalition
hit:tanker,base in,convoy of
kill:soldiers,civilians,protesters,villagers in
wound:soldiers,civilians,policemen
return:remains of,paintings to,prisoners to
swap:prisoners with
exchange:prisoners with,fire with,envoys with
review:treaty with,ties with,ban on
probe:killing of,fraud,abuse of
examine:wreckage of,claims of
delay:vote on,withdrawal of,talks
destroy:bridge,warehouse,convoy of,camp
damage:embassy of,pipeline,church
occupy:square,embassy,university,province
patrol:border with,streets of
guard:border with,embassy of
raid:offices of,newspaper,headquarters of
tear:agreement with
ban:rally in,imports from,flights from,newspaper
bar:journalists from,envoy from
curb:imports from,exports to,press
halt:exports to,offensive against,flights to
stop:exports to,convoy of,talks with
back:plan of,resolution on,rebels in
oppose:plan of,resolution on,war
urge:restraint,calm,talks
voice:concern over,support for,anger at
express:regret over,support for,condolences to
draft:resolution on,bill on
dispatch:envoy to,troops to,team to
ship:weapons to,grain to
airlift:medicines to,civilians from
free:hostages,prisoners,detainees
admit:mistake,killing of,guilt
uphold:sentence,verdict,ban on
quash:sentence,verdict,revolt`, "\n")

// Verbs with a preposition.
const preps = `withdraw:from retreat:from agree:on agree:with clash:with meet:with protest:against accede:to resign:over appeal:to apologise:to apologise:for talk:with negotiate:with march:through march:against rally:against rally:for strike:over strike:for demonstrate:against advance:on surrender:to yield:to bow:to flee:to flee:from defect:to vote:against vote:for object:to cooperate:with ally:with side:with trade:with retaliate:against revolt:against riot:in fast:against complain:about speak:to fight:with fight:against campaign:against drill:with intervene:in interfere:in mediate:between compromise:with reconcile:with comply:with respond:to return:to arrive:in travel:to resort:to insist:on preside:over consult:with condole:with inveigh:against rule:against plead:with collaborate:with split:from break:with quit:over quit:after fall:to land:in shoot:at fire:on lie:to submit:to swear:at work:with struggle:with`

const intransitive = "resigned collapsed failed resumed ended began continued rose fell died fled surrendered retreated advanced protested marched voted quit escalated spread stalled started expired succeeded arrived returned struck rioted rebelled grew broke split"

func intrans() verb {
	p := words(intransitive)
	base := map[string]string{"rose": "rise", "fell": "fall", "fled": "flee", "began": "begin", "quit": "quit", "spread": "spread", "struck": "strike", "grew": "grow", "broke": "break", "split": "split", "died": "die", "arrived": "arrive", "advanced": "advance", "collapsed": "collapse", "retreated": "retreat", "escalated": "escalate", "resumed": "resume", "expired": "expire", "continued": "continue", "voted": "vote"}[p]
	if base == "" {
		base = strings.TrimSuffix(p, "ed")
	}
	v := conjugate(base)
	v.past = p
	return v
}

const infinitive = "agree threaten vow pledge promise refuse offer plan decide seek want try fail hope prepare decline move continue begin attempt intend"
const objInfinitive = "urge ask order force allow invite press persuade tell warn encourage help permit compel instruct"
const saying = "say announce warn claim confirm admit acknowledge deny state insist declare report stress add believe argue"

// thing is the object o, "talks with", with someone behind the preposition.
func thing(o string) phrase {
	head, prep, _ := strings.Cut(o, " ")
	isPlural := strings.HasSuffix(head, "s") && head != "crisis" || head == "police"
	var p phrase
	switch {
	case isPlural:
		p = nouns(head)
		switch rng.IntN(7) {
		case 0:
			p = join(part{"amod", adj(words("new tough heavy foreign economic military harsh"))}, part{"", p})
		case 1:
			p = join(part{"amod", adj(pick(states).adj)}, part{"", p})
		case 2:
			p = join(part{"det", det("the")}, part{"", p})
		case 3:
			p = join(part{"nmod:poss", w("its", "its", "PRON", "PRP$", "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs")}, part{"", p})
		case 4:
			p = join(part{"nummod", w(words("two three seven twelve"), "two", "NUM", "CD", "NumForm=Word|NumType=Card")}, part{"", p})
		}
	default:
		p = noun(head)
		bare := strings.Contains(" publication cooperation aid access spending restraint calm war emergency victory support guilt fraud fear concern regret pressure asylum amnesty compensation order silence fire anger abuse ", " "+head+" ")
		switch k := rng.IntN(8); {
		case bare && k < 5:
		case k == 0:
			p = join(part{"nmod:poss", w("its", "its", "PRON", "PRP$", "Case=Gen|Gender=Neut|Number=Sing|Person=3|Poss=Yes|PronType=Prs")}, part{"", p})
		case k == 1:
			a := pick(states).adj
			p = join(part{"det", det(an(a))}, part{"amod", adj(a)}, part{"", p})
		case k == 2:
			a := words("new joint final military key peace")
			r := part{"amod", adj(a)}
			if a == "peace" {
				r = part{"compound", noun(a)}
			}
			p = join(part{"det", det(an(a))}, r, part{"", p})
		case k < 6 && !bare:
			p = join(part{"det", det("the")}, part{"", p})
		case k == 6 && bare:
			p = join(part{"amod", adj(words("military new foreign"))}, part{"", p})
		default:
			p = join(part{"det", det(an(head))}, part{"", p})
		}
	}
	if prep != "" && chance(0.75) {
		q, _ := actor()
		if prep == "between" {
			q = join(part{"", name(pick(states).name)}, part{"conj", join(part{"cc", w("and", "and", "CCONJ", "CC", "_")}, part{"", name(pick(states).name)})})
		} else if prep == "in" || prep == "along" || chance(0.4) {
			q = name(pick(states).name)
		}
		p = with(p, part{"nmod", join(part{"case", adp(prep)}, part{"", q})})
	}
	return p
}

func place() phrase {
	s := pick(states)
	switch rng.IntN(5) {
	case 0:
		return join(part{"case", adp("in")}, part{"det", det("the")}, part{"", noun(words("capital north south city region province town"))})
	case 1:
		return join(part{"case", adp("near")}, part{"det", det("the")}, part{"", noun(words("border capital embassy airport coast"))})
	case 2:
		return join(part{"case", adp("in")}, part{"", name(s.name)})
	}
	return join(part{"case", adp("in")}, part{"", name(s.capital)})
}

func circumstance() []part {
	var out []part
	if chance(0.3) {
		out = append(out, part{"obl", place()})
	}
	if chance(0.15) {
		out = append(out, part{"obl", join(part{"case", adp(words("over after during before"))}, part{"det", det("the")}, part{"", noun(words("vote attack plan dispute killing summit war withdrawal arrest strike raid verdict election"))})})
	}
	if chance(0.35) {
		out = append(out, part{"obl", join(part{"case", adp("on")}, part{"", name(words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"))})})
	}
	return out
}

// predicate is a verb with its objects, in the form that make asks for.
func predicate(form func(verb) phrase) phrase {
	switch rng.IntN(20) {
	case 0, 1, 2, 3, 4, 5, 6:
		v := conjugate(pick(strings.Fields(onActors)))
		return with(form(v), part{"obj", subject()})
	case 7, 8, 9, 10, 11, 12, 13, 14:
		b, objs, _ := strings.Cut(pick(onThings), ":")
		o := pick(strings.Split(objs, ","))
		p := thing(o)
		if b == "put" || b == "impose" {
			head, prep, _ := strings.Cut(o, " ")
			return with(form(conjugate(b)), part{"obj", thing(head)}, part{"obl", join(part{"case", adp(prep)}, part{"", subject()})})
		}
		return with(form(conjugate(b)), part{"obj", p})
	case 15, 16, 17:
		b, prep, _ := strings.Cut(words(preps), ":")
		q := subject()
		switch prep {
		case "over", "about", "on", "in", "through", "after", "for":
			q = join(part{"det", det("the")}, part{"", noun(words("plan dispute border vote deal capital town truce budget withdrawal treaty killing"))})
		case "between":
			q = join(part{"", name(pick(states).name)}, part{"conj", join(part{"cc", w("and", "and", "CCONJ", "CC", "_")}, part{"", name(pick(states).name)})})
		}
		return with(form(conjugate(b)), part{"obl", join(part{"case", adp(prep)}, part{"", q})})
	case 18:
		b := words("give hand lend send grant offer pay sell")
		return with(form(conjugate(b)), part{"iobj", subject()}, part{"obj", thing(words("tanks money weapons vaccines asylum loans documents helicopters aid medicines"))})
	}
	f := strings.Split(words("give:in:to hand:over: set:up: pull:out:of back:down: call:off: walk:out:of carry:out: step:down: lay:down: bail:out: tear:up: scale:down: shoot:down: give:up: take:over: stand:by: cut:off:"), ":")
	v := form(conjugate(f[0]))
	prt := part{"compound:prt", w(f[1], f[1], "ADP", "RP", "_")}
	switch {
	case f[2] == "of":
		return with(v, part{"advmod", w("out", "out", "ADV", "RB", "_")}, part{"obl", join(part{"case", adp("of")}, part{"", thing(words("talks treaty alliance town province parliament coalition"))})})
	case f[2] != "":
		return with(v, prt, part{"obl", join(part{"case", adp(f[2])}, part{"", subject()})})
	case f[1] == "down" && (f[0] == "back" || f[0] == "step"):
		return with(v, prt)
	}
	return with(v, prt, part{"obj", thing(words("talks weapons attack strike agreement prisoners drone airline inquiry barricades demands power"))})
}

func aux(f, lemma string, fin string) phrase { return w(f, lemma, "AUX", "MD", fin) }

// verbal is a finite predicate of a singular or plural subject.
func verbal(plur bool) phrase {
	third := "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
	has, is := "has", "is"
	if plur {
		third = "Mood=Ind|Number=Plur|Person=3|Tense=Pres|VerbForm=Fin"
		has, is = "have", "are"
	}
	front := func(rel string, a phrase, p phrase) phrase { return join(part{rel, a}, part{"", p}) }
	switch rng.IntN(24) {
	case 0, 1:
		return front("aux", w(has, "have", "AUX", "VBZ", third), predicate(verb.partW))
	case 2:
		return front("aux", aux(words("will would may could must"), "will", "VerbForm=Fin"), predicate(verb.baseW))
	case 3:
		return front("aux", w(is, "be", "AUX", "VBZ", third), predicate(verb.ingW))
	case 4:
		p := predicate(verb.baseW)
		return join(part{"aux", w("did", "do", "AUX", "VBD", finPast)}, part{"advmod", w("not", "not", "PART", "RB", "Polarity=Neg")}, part{"", p})
	case 5, 6:
		if plur {
			return predicate(verb.plurW)
		}
		return predicate(verb.presW)
	case 7, 8:
		to := w("to", "to", "PART", "TO", "_")
		return with(conjugate(words(infinitive)).pastW(), part{"xcomp", join(part{"mark", to}, part{"", predicate(verb.baseW)})})
	case 9:
		to := w("to", "to", "PART", "TO", "_")
		return with(conjugate(words(objInfinitive)).pastW(), part{"obj", subject()}, part{"xcomp", join(part{"mark", to}, part{"", predicate(verb.baseW)})})
	case 10:
		v := intrans()
		return v.pastW()
	}
	return predicate(verb.pastW)
}

func clause() phrase {
	s, plur := actor()
	return join(append([]part{{"nsubj", s}, {"", verbal(plur)}}, circumstance()...)...)
}

// passive is "the diplomats were expelled by Iran".
func passive() phrase {
	s, plur := actor()
	be := w("was", "be", "AUX", "VBD", finPast)
	if plur {
		be = w("were", "be", "AUX", "VBD", "Mood=Ind|Number=Plur|Person=3|Tense=Past|VerbForm=Fin")
	}
	parts := []part{{"nsubj:pass", s}, {"aux:pass", be}, {"", conjugate(pick(strings.Fields(onActors))).passW()}}
	if chance(0.5) {
		parts = append(parts, part{"obl:agent", join(part{"case", adp("by")}, part{"", subject()})})
	}
	return join(append(parts, circumstance()...)...)
}

// reduced is "protesters detained in Minsk went home": the same participles
// where they are no main verbs.
func reduced() phrase {
	n := nouns(pluralActor())
	if chance(0.6) {
		n = join(part{"det", det("the")}, part{"", n})
	}
	v := conjugate(pick(strings.Fields(onActors))).passW()
	if chance(0.5) {
		v = with(v, part{"obl:agent", join(part{"case", adp("by")}, part{"", subject()})})
	} else {
		v = with(v, part{"obl", place()})
	}
	return join(append([]part{{"nsubj", with(n, part{"acl", v})}, {"", verbal(true)}}, circumstance()...)...)
}

// attributive is "the detained protesters ...".
func attributive() phrase {
	v := conjugate(pick(strings.Fields(onActors))).passW()
	p := join(part{"det", det("the")}, part{"amod", v}, part{"", nouns(pluralActor())})
	if chance(0.5) {
		return join(append([]part{{"nsubj", p}, {"", verbal(true)}}, circumstance()...)...)
	}
	s, _ := actor()
	f := conjugate(pick(strings.Fields(onActors))).pastW()
	return join(append([]part{{"nsubj", s}, {"", f}, {"obj", p}}, circumstance()...)...)
}

func reported() phrase {
	s, _ := actor()
	v := conjugate(words(saying)).pastW()
	c := clause()
	if chance(0.2) {
		c = passive()
	}
	if chance(0.6) {
		c = join(part{"mark", w("that", "that", "SCONJ", "IN", "_")}, part{"", c})
	}
	parts := []part{{"nsubj", s}, {"", v}}
	if chance(0.2) {
		parts = append(parts, part{"obl", join(part{"case", adp("on")}, part{"", name(words("Monday Tuesday Friday"))})})
	}
	return join(append(parts, part{"ccomp", c})...)
}

func both() phrase {
	s, _ := actor()
	second := join(part{"cc", w("and", "and", "CCONJ", "CC", "_")}, part{"", predicate(verb.pastW)})
	return join(append([]part{{"nsubj", s}, {"", predicate(verb.pastW)}, {"conj", second}}, circumstance()...)...)
}

// nominal is "the withdrawal of troops began": nouns of events.
func nominal() phrase {
	n := words("withdrawal opposition tribunal ceasefire truce summit offensive strike walkout curfew embargo siege raid crackdown talks sanctions protests clashes negotiations elections violence attack uprising boycott inquiry trial amnesty deployment evacuation visit drill release retreat offer exchange lockdown blockade massacre mutiny coup impeachment extradition handover shutdown lifting refusal denial demand appeal")
	p := noun(n)
	if strings.HasSuffix(n, "s") {
		p = nouns(n)
	}
	switch rng.IntN(4) {
	case 0:
		p = join(part{"det", det("the")}, part{"", p}, part{"nmod", join(part{"case", adp(words("of by against with"))}, part{"", subject()})})
	case 1:
		s := pick(states)
		p = join(part{"nmod:poss", with(name(s.name), part{"case", w("'s", "'s", "PART", "POS", "_")})}, part{"", p})
	case 2:
		p = join(part{"det", det("the")}, part{"amod", adj(pick(states).adj)}, part{"", p})
	default:
		p = join(part{"det", det("the")}, part{"", p})
	}
	v := intrans().pastW()
	return join(append([]part{{"nsubj", p}, {"", v}}, circumstance()...)...)
}

func gerund() phrase {
	s, _ := actor()
	v := conjugate(words("accuse suspect blame condemn criticise")).pastW()
	prep := "of"
	if v.t[0].lemma == "blame" || v.t[0].lemma == "condemn" || v.t[0].lemma == "criticise" {
		prep = "for"
	}
	c := join(part{"mark", w(prep, prep, "SCONJ", "IN", "_")}, part{"", predicate(verb.gerW)})
	return join(part{"nsubj", s}, part{"", v}, part{"obj", subject()}, part{"advcl", c})
}

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintln(out, "# Written by corpus/newsgen.go: sentences put together from lists, with their trees; they say nothing true.")
	fmt.Fprintln(out, "# Licence: CC BY-SA 4.0. Keeper: Entente.")
	seen := map[string]bool{}
	for n := 0; n < count; {
		var p phrase
		switch k := rng.IntN(20); {
		case k < 10:
			p = clause()
		case k < 12:
			p = passive()
		case k < 13:
			p = reduced()
		case k < 14:
			p = attributive()
		case k < 16:
			p = reported()
		case k < 17:
			p = both()
		case k < 19:
			p = nominal()
		default:
			p = gerund()
		}
		p = with(p, part{"punct", w(".", ".", "PUNCT", ".", "_")})
		if len(p.t) > 26 {
			continue
		}
		p.t[p.root].rel = "root"
		first := &p.t[0]
		first.form = strings.ToUpper(first.form[:1]) + first.form[1:]
		var s []string
		for _, t := range p.t {
			s = append(s, t.form)
		}
		text := strings.NewReplacer(" .", ".", " 's", "'s").Replace(strings.Join(s, " "))
		if seen[text] {
			continue
		}
		seen[text] = true
		n++
		fmt.Fprintf(out, "# sent_id = en-news-%d\n# text = %s\n", n, text)
		for i, t := range p.t {
			misc := "_"
			if i+1 < len(p.t) && (p.t[i+1].form == "." || p.t[i+1].form == "'s") {
				misc = "SpaceAfter=No"
			}
			fmt.Fprintf(out, "%d\t%s\t%s\t%s\t%s\t%s\t%d\t%s\t_\t%s\n", i+1, t.form, t.lemma, t.upos, t.xpos, t.feats, t.head+1, t.rel, misc)
		}
		fmt.Fprintln(out)
	}
}

const count = 1500
