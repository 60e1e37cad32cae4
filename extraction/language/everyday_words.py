"""Nouns and adjectives of everyday English, in the singular, beside those of `common_nouns`: those
written small among the 8,000 most frequent words of English (in the order of the word list of the
embedder that ships), and adjectives of peoples. A phrase of such words alone ("hotel lobby",
"military rank") is a word for anything of its sort; one with a rarer word ("basis swap") is a
term of its field."""

from __future__ import annotations

EVERYDAY_WORDS = frozenset(
    """abandoned abbey about abroad absent absorbed academic accent accepted accessible accident
    accompanied accomplished according accurate accused ace achievement acid acknowledged
    acoustic acquired acre activated activist actor actress adaptation adapted addressed
    adjacent administrative admiral adopted advanced adventure advised aerial affiliated afraid
    african after afternoon aggressive ago agricultural agriculture ahead aircraft aired
    airfield airline airport alarm album alien alive all alleged alley allied ally alone alpha
    altar altered alternate altitude alumni amateur amazing ambassador american ammunition
    amusement anchor ancient anger angle angry animated animation anime announced another
    anthology apart apartment apparent appearing applied appointed approaching arab arch
    archaeological archbishop arched architect architectural architecture archive arguing armed
    armor arms army arranged array arrest arrival arrow arsenal artificial artillery artist
    artistic artwork asian aside asking asleep assault assembly assisted assumed assured ate
    athlete athletic athletics atmosphere atomic attached attacking attempted attendance
    attended attending attraction attractive audience audio aunt australian authorized auto
    automobile autonomous autumn auxiliary aviation awake aware away awful awkward axis baby
    bachelor backed backing backward bag ball ballet ban bank banned banner bare barn barrel
    barrier baseball based basement basin basketball bass bassist bastard bat bathroom battery
    batting battle beach beam beat beaten beating beautiful beauty becoming bed beer beetle
    behaviour believe believing belly belonging belt bench bent bid bigger bike bin biography
    biological biology bird birthday bishop bit bite bitter blame blanket blast bleeding blind
    blocked blog blond blonde blood bloody blow boarding boat bomb bomber bombing bond bone boom
    boot bore borough bother bottle bottom boundary bow bowling boxing boy boyfriend brain brass
    brave bread breakfast breaking breast breathed breathing breed breeding breeze brick bride
    bridge bright brilliant bringing british broadcast broadcasting broke broken bronze brother
    brow brushed built bulk burial buried burned burning burst bus buse businessman busy
    butterfly buying cab cabin cabinet cable cake calling camp campus canadian canal cancelled
    cancer candy canon canton canyon capable capita captain car carbon cardinal cargo carriage
    cartoon carved casino cast casting casualty catch catching catholic cattle cavalry cave
    ceiling celebrated celebrity cell cemetery census cent centered century ceremony certified
    chair chairman chamber championship changed changing charged charity checked cheek cheese
    chemical chemistry chess chest chicken childhood chinese chip choir chorus church cigarette
    cinema circle circuit circular circulation circus citizen citizenship civic civil civilian
    clan classic classical classroom clay clean cleaning cleared clearing clenched clerk climate
    climb climbing clinic clinical clock closed closer closet cloth clothe clothing clue coach
    coaching coal coalition coast coastal coat coin cold collapse collar collected college
    colonial colony colored colour column combat combined comedian comedy comic comics coming
    command commander commanding commentary commerce commissioned commissioner committed commune
    compact companion competitive compilation completed completing complicated composed composer
    con concentrated concert concluded concrete conductor confident configuration confirmed
    confused confusion congregation congressional connected conquest conscious consciousness
    consecutive conservation conservative considered constant constituency constitution
    constitutional construct contained contemporary contested continent continental continuous
    contributing controlled controlling controversial convention conventional converted
    convinced convoy cook cooking cool cop copper copyright corn corner corporate costume
    cottage cotton couch coup couple cousin covered crack cracked craft crash crazy cream
    creative creator creature credited crew cricket cricketer crisis critic criticism critics
    crop crossed crossing crowd cruise cult cultural curious curled currency curriculum curved
    customs cutting cycling cylinder dad dam damaged dance dancer dancing danger dangerous
    danish dark darkness das dated dating daughter dead deadly dear debate debut decided deck
    declaration declared decorated dedicated defeat defeated defence defender defending
    defensive defined delayed delta demanding demo democracy demolished demon demonstrated den
    dense departed depicted depression derived des descendant descent desert designed designer
    desk desperate destination destroyed destroyer destroying detective determined developed
    developer devoted dialect dialogue diameter diamond diary dictionary die diesel digital
    dimension dimensional dining dinner diocese diploma diplomatic directed directing dirt dirty
    disabled disappointed discipline discontinued discovered discrimination disease dish disk
    dismissed disney disorder dissolved distant distinct distinction distinctive distinguished
    distributed diverse diversity divided divine diving divorce divorced doctorate doctrine
    documented doi dome dominant dominated done door doorway doubt downtown dozen drama dramatic
    draw drawing drawn dream dress dressed drew dried drink drinking driven dropping drove drug
    drum drummer drunk dry dual duo dust dutch dying dynamic dynasty each ear earlier earliest
    earned earthquake ease eastern eating echo economic economics edge edited editing editor
    editorial educated educational efficient egyptian eighteen eighth elaborate elbow elder
    elderly eldest elected electoral electric electrical electricity electronic electronics
    elementary elevated elevation elevator eleven elimination elite embassy embrace emerging
    emotion emotional employed empty encounter encouraged ended endemic enemy engaged engine
    english enhanced enormous ensemble entitled entrance environmental enzyme epic equality
    equation equipped era escape escaped escort essay est established ethnic euro european
    eventual every evil evolution excited excuse executed exhausted exhibition exile expanded
    expedition expensive experienced experiment experimental exploded explosion exposed
    expressed extended exterior extinct extraordinary extreme eyebrow fabric facade faced facing
    faculty faded failing faint fairy fake fallen falling false famous fan fantasy farmer
    farming farther fate father favour favourite feast feat featured fed feed feeding feet fell
    fellow fellowship felt fence festival fever fewer fiction fictional fierce fifty fight
    fighter fighting figured filled filling film filmed filming finale finalist financial finger
    finish finished finishing finnish fired firing fish fishing fitted fix fixed flag flame
    flash flat fleet floating flood flooding flower flowing flute fly flying focuse focused
    focusing fog folk follower foot footage football footballer footstep forced foreign forest
    forgotten fork formed fort fortress fortune foster founder founding fountain fourteen fraud
    freestyle freight french fresh freyja friendly friendship frontier frozen fruit frustration
    fuck fucking functional funded funeral fur furious furniture galaxy gallery gang garage
    garden garrison gas gate gather gathered gathering gauge gay gaze gear gene genetic genre
    gentle genus geographic geological german gesture ghost giant gift girl girlfriend glad
    glance global glow goalkeeper god goddess goe golf gone goods gorgeous gospel gothic
    governor grab graduate graduated graduation grain grandfather grandmother grandson granite
    granted graphic graphics grass grave gravity greatest greek grid grief grin grip grown guard
    guardian guess guest guided guilt guilty guitar guitarist gun gut gym habitat hair halfway
    hall hallway halt hamlet handed handful handled handsome hang happening harmony harsh hat
    hate hated headed headquarter healing healthy heard heart heat heated heavy hectare heir
    held helicopter heroe hidden hide hiding highway hip hired hispanic historian historic
    historical hit hitting hockey hole hollow hometown honest honor honorary honored honour hook
    hop hope horizon horizontal horrible horror horse hospital hotel household householder
    housing hub hug huge humanity hunger hunter hunting hurricane hurried hurry hurt husband
    hybrid hydrogen identified ignored ill illegal imagination immigrant immigration imperial
    implemented imposed impressed impression impressive imprisoned improving inaugural inch
    included incorporated incumbent independence indigenous indoor industrial infection
    influential informed inhabitant inhabited inherited injured inland inner inning innocent
    innovation innovative insane inscription insect inspector inspiration inspired installation
    instant instructor instrumental integrated intelligent intense interactive interchange
    interesting interior interrupted intersection invasion invisible invitation iranian iraqi
    irish iron islamic island isn isolated israeli italian jacket jail japanese jaw jazz jealous
    jean jewish joined joining joke joshua journalism journalist journey joy judge judicial jump
    jumping junction junior just kept keyboard kick kid kill killer killing kilometer kilometre
    king kiss kissing kitchen knee knife knight knock known korean labour laid lake landed
    landing landmark landscape lap larvae laser lasting laugh laughter launch lawsuit lawyer lay
    layout leadership leaf league leaning learned leather lecture lecturer leg legacy legal
    legend legendary legislative legislature les lesser lesson let letting liberation liberty
    licensed lie lied lifetime lift lifted lighter lighting liked limestone linear lined linked
    lip listening lit literacy literary live living loaded loan lobby located locomotive logic
    lonely loose love loved lover loving lowered lowest loyal loyalty lung luxury lying lyrics
    made magazine magical magnetic mainland mainstream maintained maker manor mansion
    manufactured manuscript map marathon marble marine maritime marked marriage married marsh
    martial massive matching mate math mathematical mathematics matrix mature mayor meanwhile
    measured measuring meat mechanical mechanics medal medieval melody mental mention merchant
    mercy merged merger mess metal meter metre metropolitan mexican mid midnight mile militia
    milk mill mine mineral mini mining minister minutes miracle missed missile missionary mixed
    mixing mixture moderate modified molecular mom monastery monk monster moral mortal mosque
    moth mother motor motorcycle mountain mounted mouse mouth moved movie moving movy mph mud
    municipal municipality murder murdered muscle museum music musical musician muslim
    mysterious mystery narrative narrowed nasa nationalist nationwide naval navigation nearby
    neck nee neighborhood neighboring neither neo nephew nerve nervous nest neutral news
    newspaper nineteenth ninth noble nobody nod nominated nomination nominee northeast
    northeastern northern northwest northwestern norwegian nose notable noted noticed notion
    novelist nuclear nurse nursing oak observatory observed observer occupation occupied odd off
    offensive oil okay older olive online opened opera operating operational opponent opposed
    opposition optical orbit orchestra ordained ordered organ organic organised organized
    oriented otherwise outdoor outer output outstanding oval overhead oversea owned oxygen pace
    packed paid pain painful paint painted painter painting pale palm panic parish park parked
    parking parliamentary participating particle passenger passing pastor patent patient patrol
    patron pause paying peace peaceful peak peaked pen peninsula perceived percussion performer
    personality phenomenon philosopher philosophical philosophy photo photographer photography
    phrase physical physician physics pianist piano pick picking pile pilot pioneer pipe pissed
    pit pitch pitched pitcher placed plane planet planned planted plastic plateau platinum
    played playing playoff pleased pleasure plenty plot poem poet poetry pointed pointing poison
    polish political politician politics poll pond pool pop popular popularity porch portrait
    portrayed possessed posted pot pound pounding poverty powered practiced praise prayer
    precious predecessor prefecture pregnant premiere prepared preserved presidency presidential
    pressed pressing prestigious pretend pretty priest printing prison prisoner probability
    producer profession professor programme progressive prominent pronounced protected
    protecting protective protein protest prototype proud proved provincial psychological
    psychology pub published publisher pull pulling punishment punk pupil pure purse pursued
    pursuit push pushing putting qualified quantum quarterback quarterfinal quartet queen quest
    quiet rabbi racial racing radar radiation radical rage raid rail railroad railway rain
    raised raising rally ranch random ranging rank ranked ranking rap rape rat raw reaching
    reader reality realized realm rear rebel rebellion received receiver reception recognised
    recognized reconnaissance reconstruction recorded recovered referee referendum reflected
    reflection reform refuge refugee regardless regime regional registered regret reign rejected
    relaxed relay releasing relegation relieved religion religious relocated remain remarkable
    removed renewed renowned rent repeat replacing reply reported reporter represented reserved
    residence residential resignation resistance resort respected restaurant rested restoration
    retained retired retiring retreat returning revealing revenge revised revival revolutionary
    rhythm rich ride rider ridge ridiculous riding rifle ring rising ritual rival river robot
    rock rocky roll rolled rolling roman romance romantic roof rookie root rose roster rotation
    rough round rounded route row rubber rugby ruin ruined ruled ruler runner runway rushed
    rushing russian sacred sacrifice sad said sail sailing sake salt sanctuary sand sang sat
    satellite satisfied saved saw saxophone saying scandal scared scattered scene scent scholar
    scholarship school scientific scientist scoring scottish scout scream screaming screenplay
    script sculpture sea seal searching seated seed seeing select semi semifinal seminary
    sending sensation separated sequel servant settled settler settling seventeen sexual sexy
    shaft shake shaking shallow shame shaped shared shed sheep shell shelter sheriff shield
    shift shifting shining ship shipping shirt shit shock shocked shoot shooting shop shopping
    shore shot shoulder shouted shower shrine shut sibling sick siege sigh sight signed signing
    silence silent silk silver sin singer singing sink sister sitting situated sixteen sixth
    sixty sized ski skin skirt skull slam slave slavery sleeping sliding slight slip slope slow
    smell smile smiling smoke smooth snow soap soccer socialist soft softly soil solar sold
    soldier solo somebody sometime somewhere son song songwriter sorry sought soul sounding
    soundtrack southeast southeastern southern southwest southwestern spanish speaker speaking
    specialized specimen spectrum specy speech spell spent spider spin spine spinning spiritual
    spite spoke spoken sporting spotted spreading spring spy squad squadron stack staged stained
    stair stake star stare staring starred starring startled stated statistical statue steady
    steal steam steel steep steering stem stepped stick stock stomach stopped stopping storm
    story storyline straight strange stranger strategic streak stream stretch stretched strike
    striking string strip stroke struck structural struggle struggling stuck studied studio
    studying stunned stupid style submarine suburb suburban succession suffering sugar suicide
    summer summit sung sunlight sunshine superintendent supporter supposed sur sure surgeon
    surgery surprised surrender surrounded surrounding surviving suspended sustainable sustained
    sweat swedish sweet swept swift swim swimming swing swiss symbol symptom tactical tactics
    tail taken tale talking tall tank tape taste tax tea teach teacher teaching tear teen
    teenage teeth television telling temple tender tennis tenor tense tension tent tenth tenure
    terminus terrain terrible territorial terrorist tested theater theatre theatrical theme
    theological theology theorem theoretical thermal thesis thick thigh thin thinking thirteen
    threatened threatening throat throne throw thrown thrust thumb tie tied tier tiger tight
    till tilted timber tiny tired tissue titled tobacco together toll tomb ton tongue tonight
    topics topped tore torn torpedo torture tossed touchdown touched touching tough tour tourism
    tourist tournament tower trace tradition traditional trail trailer trained transformation
    transformed transit trap trapped traveled traveling travelled travelling treasure treasury
    treated treaty tree triangle tribal tributary tribute trick tried trio trip triple troop
    trophy tropical truck trumpet trunk trusted try trying tube tucked tune tunnel turkish
    turned turning twentieth twin twist uncertain uncle uncomfortable unconscious undergraduate
    underground understood uniform unincorporated unity universe university unlike unsuccessful
    upset upstair urban urge used vampire van vanished variant varied varying vector vehicle
    vein verse vertical very vessel vicinity victim victory viewer vinyl violent violin virtual
    virus visible visiting visitor visual vocal vocalist voiced volleyball voter voyage
    vulnerable wagon waist wait wake walk walking wanted wanting warehouse warfare warm warmth
    warning warrior wash washed watching water wealth wealthy weapon wear wearing wedding weird
    welsh western wet whatever wheel whisper whispered widespread widow width wife wild
    wilderness wildlife win wind window wine wing wingspan winner winning winter wire wireless
    wisdom withdrawn wolf wolve wondering wooden works workshop worldwide worn worried worse
    worship worst wound wounded wrapped wrist writer yard yelled yellow younger youth""".split()
)
