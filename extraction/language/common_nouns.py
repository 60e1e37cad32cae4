"""Common nouns, in the singular, that texts of every kind use: found by counting over regulation,
company reports, handbooks, contracts and papers alike. One of them alone ("costs", "request") names
nothing; a noun that only some field uses ("decedent", "debarment") does."""

from __future__ import annotations

COMMON_NOUNS = frozenset(
    """absence absolute abuse acceptance access accountability accounting accuracy acknowledgement
    acknowledgment acquisition act acting action active add address adjustment administration
    administrator admission adoption adult advancement advantage advertising advice advisor
    advisory advocate affair affect affiliate aged agency agenda agent aggregate agreement aid air
    airway alcohol alert algorithm allegation alliance allocation alteration alternative ambition
    amendment american animal annex anniversary announcement annual answer anti appeal appearance
    appendix applicability applicant appointment approval approving arbitrator are argument arm
    arrangement art article assessment asset assignment assist assistance assistant associate
    assumption assurance attachment attack attitude attorney attribute audit auditor author
    authorisation authority authorization automatic availability avenue average avoidance award
    awareness back backlog backup balance band banking bar base basic batch bear bearing begin
    behavior behind being belief beneficiary best beta better bias bill billing billion bind
    binding birth black blank block blue board body bonus book border born boss bound box branch
    brand breach break breakdown brief broad broker budget build building bullet burden business
    button buy calculation calendar call camera campaign can cancel cancellation candidate cap
    capability capital capture card career carrier carry cash cat cause causing cease celebration
    center central centre ceo certificate certification chain challenge champion channel chapter
    character characteristic characteristics charge chart charter chase chat check checkbox chief
    child children chosen city claim class classification classified clause clear clearance client
    close closing closure cloud club cluster code coffee collaboration collateral colleague collect
    collecting collection collective color combine combining come comfort commencement comment
    commercial commission commitment committee common communicating communication community company
    compare compensation competition competitor complaint completion complex compliance component
    composition compound comprehensive compromise computer computing concentration concept conduct
    conducting conference confidence confidentiality confirmation conflict conjunction consensus
    consent consideration consolidation construction consultant consultation consumer consummation
    consumption content contest contingency contingent contract contractor contrary contribution
    controversy convenience conversation conversion convertible cooperation cooperative coordinate
    copy core corporation correction correspondence corruption cost council counsel count counter
    counterpart country county courage court covenant cover coverage covering creation creativity
    credit creditor crime criminal cross culture cure curiosity current curve custody custom
    customer cut cycle daily damage database deadline deal dealing death debt decision deep default
    defect defense deficiency definition delay deletion delivery demographic density department
    departure dependent deposit depth derivative description design designation desire despite
    destruction detection determination developing device diet differential difficulty diligence
    director disability disagreement disaster disc discharge disclaimer disclosure discount
    discovery discrepancy discretion discuss display disposal disposition dispute distance
    distributor district division doctor document documentary documentation doe dog dollar domain
    domestic don dose double down draft drive driver driving drop dropdown due duplicate duration
    duty east economy edition education efficiency egg eight elect election eligibility email
    emergency emission emoji employ employee employer employment ending energy enforcement
    engagement engineer engineering english enhancement enough enrollment entering enterprise
    entertainment entire entitlement episode equal equipment equivalent error essential
    establishment estate estimation ethics european evaluation even event examination excess
    exchange excitement exclusion exclusive execution executive exercise exercising exhibit exit
    expansion expectation expenditure expense expert expertise expiration explanation exploration
    export exposure express expression extension external extra eye face facility facsimile fair
    faith fall family faq far farm fashion fast fault favor federal fee feedback feel feeling
    female fiber field fifteen fifth file filing fill final finance financing find finding fine
    fire firm fit fitness five flexibility flight floor flow fluid folder food force forecast
    format formula forth forty forum forward found foundation four fourth frame framework franchise
    free freedom friend front fuel full fun fund funding gain game gap gender generation get
    getting give given giving glass going gold good governance governed governing government grade
    grand grant great green gross ground growing guidance guide guideline habit handbook handle
    handling handoff happiness hardship hardware harm has have head heading health healthcare
    hearing height hello helping here hereafter highlight hill hint hire his history hiv hold
    holder holding holiday home honesty host html http huddle human humor hundred ice
    identification identifier identity iii illness image imaging immune impairment implement
    implementation implication import imposition impossible incentive incident incidental income
    incorporation indemnification indemnity independent index indian individual industry infant
    infrastructure ingredient initiate initiation initiative injunction injury input inquiry insert
    inside insight inspection instability institute institution instruction instrument insurance
    insured intangible integral integration integrity intellectual intelligence intensity intensive
    intent intention interaction interface interim intermediary intermediate international internet
    interpretation intervention interview introduction invalid invention inventory investigation
    investing investment investor involvement issuance issuer its job join joint journal judgment
    jurisdiction jury keep keeping key kickoff kindness kit know knowing lab label labor laboratory
    land language large last latest law layer lead leader leading learning least leave leaving led
    left legislation lender letter liability library license lien life lifestyle light like limited
    limiting link liquid listing literature little load local lock log login logo longer look
    looking loop loss lost low lower luck lunch machine mail mailing main major make making male
    man management manager mandatory manual manufacture manufacturer manufacturing margin mark
    market marketing mask mass master match material maximum meal meaning measurement mechanism
    media medical medication medicine medium meet meeting member membership memory men message
    methodology metrics middle might migration milestone military million mind mindset minimum
    minor minority minus misconduct mission mistake mitigation mix mobile mode model modification
    moment money monitor monitoring monthly mood more motion motivation move movement much multiple
    must mutation name narrow nasal nation national native natural necessary necessity negative
    negotiation net network nickname nine node noise normal north northern note notice notification
    novel now objection obligation obstacle offboarding offer offering office officer official
    offset old omission onboarding open opening operator opinion opportunity oral ordinary org
    organisation organization original out outbreak outline outside over overall oversight overview
    owner ownership pack package page pair panel paper parent partial participant participation
    particular partner partnership party pass passage passion password patch path pay payable
    payment peer penalty pension people perception performing permanent permission permit personal
    personnel perspective pet petition phone photograph picture piece ping placement plain plan
    planning plant plate platform play playbook player plus pocket police policy poor population
    port portable portal portfolio portion positive possession possible post posting power
    practitioner pregnancy preliminary premise premium preparation prescription preservation
    preserve president press prevention price pricing pride primary principal print prior privacy
    private privilege pro procedure proceeding processing procurement produce product production
    professional profile profit program programming progression project projection promise
    promotion prompt pronoun proof property proposal proprietary prospect protection protocol
    provider province proxy public publication publishing purchase purchaser purchasing put
    qualification qualifying quarter quarterly quiz race radio raise rating ray reach reaction read
    reading ready real recall recap receipt recent receptor recipient recognition recommendation
    record recording recovery recruit red reducing referral refrain refund refusal region register
    registration regular regulation regulator reimbursement reject relative release reliability
    reliance relief remainder remedy remote removal remove render renewal repair replacement report
    reporting representation representative republic reputation request requisite rescue research
    researcher reserve resident resolution resolve resource respect restriction retail retention
    retirement retrospective return revenue reverse review revision reward right rise risk road
    roadmap room routine rule ruling run running safe safeguard safety sale same sample sanction
    satisfaction save saving say scan scenario schedule scheme science scope screen screening
    screenshot search season seat sec secondary secret secretary sector security see seek seeking
    segment self sell seller selling senior sensitive sensitivity sent sentence separate serial
    serve server service serving session setting settle settlement seven seventh severity sex shape
    share shareholder sharing sheet short show showing sign signal signature significance simple
    single site six slack sleep slide small smoking social society software sole solid solution
    sound south space span special specialist specific specification speed spending spirit split
    sponsor sport spot spread spreadsheet sprint square stability stable staff stakeholder stand
    standard standing standup start starting statement station statistics statute sterling still
    stockholder stop storage store street strength stress student sub subdivision submission
    subpoena subscription subsection subsidiary substance substantive substitute substitution
    successor suit suitability suite summary sun super superior supervision supplement supplier
    supply supporting surface surprise surveillance survey survival survivor suspect suspension
    switch syndrome system tab tag take takeover taking talent talk target team technical
    technology telephone tell temperature template temporary ten terminal termination territory
    test testing text thanks then therapy there think thirty thought thousand thread threat three
    threshold through thus ticket timeline timing tip tone tool top town track tracking trade
    trading traffic train training transaction transfer transition translation transmission
    transparency transport transportation travel treat treatment trial tribe tribunal trigger
    trouble true trust trustee twelve twenty two ultimate undertaking union universal unknown
    unpredictability update upgrade upper usage user using utility utilization vacation validity
    valuable variable variance variation vendor venture venue verification version veteran vibe
    vice video vii viii village violation violence virtue visa vision visit voice void voluntary
    volunteer vote voting vulnerability waiting waiver wall want war warrant warranty was waste
    wave weakness weather web website weekday weekend weekly welcome welfare well west western
    white who whole why will willing willingness wish withdrawal witness woman women won word
    workday worker workflow workforce working workload workplace worry worth writing www yes yield
    york young zero zone""".split()
)
