"""Given names of persons that are common somewhere in the world, from general knowledge. They
confirm what a model took for a person; a name that is missing here only leaves a plain Term."""

from __future__ import annotations

GIVEN_NAMES = frozenset(
    """aaron abbas abdul abdullah abel abigail abraham ada adam adama adele adrian
    adriana agata agnes agnieszka ahmad ahmed aidan aiko aileen aisha akira alain alan
    alana albert alberto alec alejandra alejandro aleksandr aleksandra alena alessandra
    alessandro alex alexander alexandra alexandre alexandros alexei alexis alfonso
    alfred alfredo ali alice alicia alina alison allan allen allison alma alvaro alvin
    amanda amara amelia amina amir amit amy ana anastasia anders andre andrea andreas
    andrei andres andrew andrey andrzej andy angel angela angelica angelo angus anita
    anja ann anna annabel anne annette annie anthony antoine anton antonia antonio anya
    arjun arlene armando arnaud arne arnold arthur arturo arun asha ashley astrid athena
    aubrey audrey august augusto aurelia aurora austin axel ayesha babak barbara barney
    barry bart bartosz beate beatrice beatriz becky benedict benjamin benoit bernadette
    bernard bernd bernice bernie bert bertha beth bethany betsy betty beverly bianca
    bilal bjorn blanca boris bradley brandon brenda brendan brett brian bridget brigitte
    britta brittany bruce bruno bryan bryce caitlin calvin camila camille candice carina
    carl carla carlo carlos carmen carol carole carolina caroline carolyn carrie casey
    cassandra catalina catherine cathy cecil cecilia cedric celeste celia celine cesar
    chad chandra charlene charles charlie charlotte chelsea chen cheryl chiara chioma
    chloe chris christa christian christiane christina christine christoph christophe
    christopher chuck cindy claire clara clarence clarissa claudia claudio claus clayton
    clemens clifford clinton clive clyde colette colin colleen connie connor conrad
    constance cora corey corinne cornelia courtney craig cristina curtis cynthia cyril
    daisuke dale damian damien dan dana daniel daniela danielle danny daphne darius
    darlene darrell darren daryl dave david dawn dean deborah debra deepak delia denis
    denise dennis derek desmond diana diane diego dieter dimitri dina dinesh dirk dmitri
    dmitry dolores dominic dominik dominique donald donna dora doreen doris dorothy
    douglas duncan dustin dwayne dwight dylan earl ebony eddie edgar edith edmund
    eduardo edward edwin eileen ekaterina elaine eleanor elena eleni elias elijah elisa
    elisabeth elise eliza elizabeth ella ellen elliot elliott elmer elsa elvira emil
    emilia emilie emilio emily emma emmanuel enrico enrique eric erica erich erik erika
    erin ernest ernesto erwin esteban estelle esther ethan etienne eugene eugenia eun
    eva evan eve evelyn evgeny ewa fabian fabio fabrice farah farid fatima federica
    federico felicia felicity felipe felix ferdinand fernanda fernando filip fiona
    florence florian frances francesca francesco francine francis francisca francisco
    franck francois francoise frank franz fred freda frederic frederick fredrik frida
    friedrich fritz gabriel gabriela gabriele gabrielle gail gareth gary gaurav gavin
    genevieve geoff geoffrey george georgia georgina gerald geraldine gerard gerd
    gerhard giacomo gilbert gillian gina giorgio giovanna giovanni giulia giuseppe
    gladys glen glenda glenn gloria gonzalo gordon graham greg gregor gregory greta
    guido guillaume guillermo gunnar gunther gustav gustavo guy gwendolyn hakan hamid
    hanna hannah hans harald harold harriet harry haruki harvey hasan hassan heather
    hector heidi heike heinrich heinz helen helena helene helga helmut hendrik henri
    henrietta henrik henry herbert herman hermann hideo hilary hilda hiroshi holger
    horst howard hubert hugh hugo humberto hussein ian ibrahim ida ignacio igor ilse
    imani imran ines inga inge ingrid irene irina iris irma isaac isabel isabella
    isabelle ismail ivan ivana ivonne ivy jack jackie jacob jacqueline jacques jaime
    jakob jakub james jamie jan jana jane janet janice janine jared jaroslav jasmine
    jason javier jay jean jeanette jeanne jeff jeffery jeffrey jelena jenna jennifer
    jenny jens jeremiah jeremy jerome jerry jesse jessica jesus jill jillian jim jimmy
    jin joachim joan joann joanna joanne joao joaquin jocelyn joe joel johan johann
    johanna johannes john johnny jon jonas jonathan jordan jorg jorge jose josef
    josefina joseph josephine josh joshua josie joyce juan juana juanita judith judy
    julia julian juliana julie julien juliet julio julius jun jurgen justin justine kai
    kamal kamala karen karim karin karina karl karla karsten katarina katarzyna kate
    katerina katharina katherine kathleen kathryn kathy katie katja katrin kayla keith
    kelly kelvin ken kenji kenneth kenta kerry kevin khalid kiara kieran kim kimberly
    kiran kirsten klaas klara klaus konrad konstantin kristen kristin kristina kristine
    kumar kurt kwame kyle lakshmi lance larry lars laszlo laura lauren laurence laurent
    laurie lawrence leah leila lena leo leon leonard leonardo leonid leonor leroy leslie
    leticia lewis liam lidia liliana lillian lily lina linda lindsay lindsey lionel lisa
    liz lloyd lois lola loretta lori lorraine louis louisa louise luca lucas lucia
    luciana lucie lucille lucy ludmila ludwig luigi luis luisa lukas luke lydia lyle
    lynn lynne mabel maciej madeline magdalena maggie mahmoud malcolm malik manfred
    manuel manuela marc marcel marcela marcelo marcia marco marcos marcus margaret
    margarita margit margot maria mariam marian mariana marianne marie mariko marilyn
    marina mario marion marissa marius marjorie marko markus marlene marshall marta
    martha martin martina marvin mary maryam mateo mathias mathieu mathilde matilda matt
    matteo matthew matthias maureen maurice mauricio maurizio max maxim maxime
    maximilian maya megan mehdi mehmet melanie melinda melissa melvin mercedes meredith
    micah michael michaela michal micheal michel michele michelle miguel mika mike
    mikhail milan mildred milena miles milton mina ming minh mira miranda miriam
    mitchell mohamed mohammad mohammed mohan moira molly mona monica monika monique
    morgan morris moses muhammad muriel mustafa myra myriam nadia nadine nancy naomi
    natalia natalie natasha nathalie nathan nathaniel neal neil nelson nestor nicholas
    nick nicola nicolas nicole nicoletta niels nigel nikhil nikita nikolai nikolaos nils
    nina nisha noah noel noelle nora norbert noreen norma norman nuria octavio odette
    okonkwo olaf ole oleg olga oliver olivia olivier olof omar orlando oscar osman
    oswald otto owen pablo paige pamela paola paolo pascal patrice patricia patrick
    patrik patti paul paula paulina pauline paulo pavel pawel pedro penelope penny per
    percy perry peter petra philip philipp philippe phillip phyllis pierre pietro piotr
    polly prakash pranav priscilla priya quentin rachael rachel rafael rahul raj rajesh
    ralf ralph ramesh ramon ramona randall randy raquel rashid raul ravi raymond rebecca
    regina reginald reinhard rekha renata renate rene rhonda ricardo richard rick ricky
    rita robert roberta roberto robin rodney rodrigo roger roland rolf romain roman
    ronald ronnie rory rosa rosalie rosalind rosalyn rosemary rosie ross roxanne roy
    ruben rudolf rudy rufus rupert russell ruth ryan sabine sabrina saeed sally salman
    salvador salvatore sam samantha samir samuel sandeep sandra sandro sandy sanjay
    santiago sara sarah sasha satoshi scott sean sebastian sebastien selena serena serge
    sergei sergey sergio seth shane shannon sharon shaun shawn sheila shelley sherry
    shirley sidney siegfried sigrid silke silvia simon simona simone sofia sonia sonja
    sophia sophie soren stacey stacy stanislav stanley stefan stefanie stefano stella
    stephan stephane stephanie stephen steve steven stewart stuart sue sunil suresh
    susan susana susanna susanne suzanne svein sven svetlana sylvia sylvie tadeusz
    takashi takeshi tamara tanja tanya tara tariq tatiana tatyana ted terence teresa
    terrence terry thelma theo theodor theodora theodore theresa therese thierry thomas
    thor tiffany tim timothy tina tobias toby todd tom tomas tomasz tommy toni tony
    torsten tracey tracy travis trevor tricia tristan tyler ulrich ulrike umberto ursula
    uwe valentin valentina valeria valerie vanessa vera vernon veronica veronika vicente
    vicki vicky victor victoria vijay vikram viktor viktoria vincent vincenzo viola
    violet virginia vivian viviana vivienne vladimir wade walter wanda warren wayne wei
    wendy werner wesley wilfred wilhelm willem william willie wilma winifred winston
    wolfgang xavier xiao yael yan yasmin yasuo yolanda yoshiko yuki yuri yusuf yvette
    yvonne zachary zainab zara zbigniew zeynep zoe zofia zoltan""".split()
)

ALSO_WORDS = frozenset(
    """angel april art august aurora austin axel bill bob brook brooklyn carol chance
    chase chelsea chip christian chuck clay cliff daisy dakota dale dawn dean earl ebony
    eve faith felicity florence frank georgia glen grace grant guy harry heather hope
    iris ivy jack jackie jasmine jay jean jenny jersey jordan joy june lance laurel lily
    lola louis luke madison marina mark marshall max maxim may maya mercedes mercury
    mike milan miles miranda morgan morris nelson norm nova olive orlando oscar page
    paris patience penny per polo ray regina rich rob robin rod roman rose rosemary ross
    ruby rusty sandy savannah serge sidney stella sue summer sydney ted terry tony
    victor victoria viola violet virginia wade warren will winston""".split()
)
"""Given names that are words, places or products too: alone they confirm nothing."""
