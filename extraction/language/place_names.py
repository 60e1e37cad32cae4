"""Countries, regions and large cities, from general knowledge: they confirm what a model took for a
place. A place that is missing here, and that its sentence does not show to be one, is a plain
Term."""

from __future__ import annotations

_COUNTRIES = """
afghanistan|albania|algeria|andorra|angola|argentina|armenia|australia|austria|azerbaijan
bahamas|bahrain|bangladesh|barbados|belarus|belgium|belize|benin|bermuda|bhutan|bolivia|bosnia
bosnia and herzegovina|botswana|brazil|brunei|bulgaria|burkina faso|burma|burundi|cambodia
cameroon|canada|cape verde|cayman islands|central african republic|chile|china|colombia|congo
costa rica|croatia|cuba|curaçao|cyprus|czech republic|czechia|denmark|djibouti
dominican republic|ecuador|egypt|el salvador|england|eritrea|estonia|eswatini|ethiopia|fiji
finland|france|gabon|gambia|georgia|germany|ghana|gibraltar|great britain|greece|greenland
grenada|guam|guatemala|guernsey|guinea|guyana|haiti|honduras|hong kong|hungary|iceland|india
indonesia|iran|iraq|ireland|isle of man|israel|italy|ivory coast|jamaica|japan|jordan
kazakhstan|kenya|kosovo|kuwait|kyrgyzstan|laos|latvia|lebanon|lesotho|liberia|libya
liechtenstein|lithuania|luxembourg|macau|macao|madagascar|malawi|malaysia|maldives|mali|malta
mauritania|mauritius|mexico|moldova|monaco|mongolia|montenegro|morocco|mozambique|myanmar
namibia|nepal|netherlands|new zealand|nicaragua|niger|nigeria|north korea|north macedonia
northern ireland|norway|oman|pakistan|palestine|panama|papua new guinea|paraguay|peru
philippines|poland|portugal|puerto rico|qatar|romania|russia|russian federation|rwanda|samoa
san marino|saudi arabia|scotland|senegal|serbia|seychelles|sierra leone|singapore|slovakia
slovenia|somalia|south africa|south korea|south sudan|soviet union|spain|sri lanka|sudan
suriname|sweden|switzerland|syria|taiwan|tajikistan|tanzania|thailand|togo|trinidad and tobago
tunisia|turkey|türkiye|turkmenistan|uganda|ukraine|united arab emirates|uae|united kingdom|uk
u.k|united states|united states of america|usa|u.s.a|u.s|uruguay|uzbekistan|vatican city
venezuela|vietnam|virgin islands|british virgin islands|wales|yemen|zambia|zimbabwe
american samoa|northern mariana islands|republic of korea|korea|holland
people's republic of china|prc
"""
_REGIONS = """
africa|antarctica|asia|europe|north america|south america|latin america|central america
oceania|middle east|far east|western europe|eastern europe|southeast asia|east asia|south asia
asia pacific|asia-pacific|asia/pacific|scandinavia|caribbean|balkans|emea|apac|latam
sub-saharan africa|north africa|mid-atlantic|midwest|northeast|new england|pacific northwest
bavaria|catalonia|ontario|quebec|british columbia|alberta|manitoba|nova scotia|new south wales
queensland|tasmania|siberia|crimea|tuscany|provence|normandy|andalusia|punjab|kerala|gujarat
maharashtra|karnataka|guangdong|sichuan|hainan|hokkaido|okinawa|buckinghamshire|yorkshire
cornwall|kent|sussex|surrey|essex|silicon valley|wall street|america|britain|atlantic|pacific
atlantic ocean|pacific ocean|indian ocean|arctic|mediterranean|gulf of mexico|north sea
baltic sea|black sea|red sea|persian gulf|americas|the americas|northern hemisphere
southern hemisphere
"""
_STATES = """
alabama|alaska|arizona|arkansas|california|colorado|connecticut|delaware|florida|georgia
hawaii|idaho|illinois|indiana|iowa|kansas|kentucky|louisiana|maine|maryland|massachusetts
michigan|minnesota|mississippi|missouri|montana|nebraska|nevada|new hampshire|new jersey
new mexico|new york|north carolina|north dakota|ohio|oklahoma|oregon|pennsylvania|rhode island
south carolina|south dakota|tennessee|texas|utah|vermont|virginia|washington|west virginia
wisconsin|wyoming|district of columbia|washington state|new york state
"""
_CITIES = """
aberdeen|abu dhabi|accra|addis ababa|adelaide|albany|albuquerque|algiers|amman|amsterdam
anchorage|ankara|antwerp|arlington|athens|atlanta|auckland|austin|baghdad|baku|baltimore
bangalore|bengaluru|bangkok|barcelona|basel|beijing|beirut|belfast|belgrade|bergen|berlin
bilbao|birmingham|bogota|bogotá|bologna|bonn|bordeaux|boston|boulder|brasilia|bratislava
bremen|brisbane|bristol|brooklyn|brussels|bucharest|budapest|buenos aires|buffalo|cairo
calgary|cambridge|canberra|cape town|caracas|cardiff|casablanca|charlotte|chennai|chicago
chongqing|christchurch|cincinnati|cleveland|cologne|colombo|columbus|copenhagen|cork|dakar
dallas|damascus|dayton|delhi|denver|detroit|dhaka|doha|dresden|dubai|dublin|dubrovnik|durban
düsseldorf|edinburgh|edmonton|el paso|florence|fort worth|frankfurt|freetown|fresno|gdansk
geneva|genoa|ghent|glasgow|gothenburg|grenoble|guadalajara|guangzhou|guayaquil|haifa|halifax
hamburg|hanoi|hanover|harare|havana|helsinki|herndon|hilversum|hiroshima|ho chi minh city
honolulu|houston|hyderabad|indianapolis|islamabad|istanbul|jacksonville|jakarta|jeddah
jerusalem|johannesburg|kabul|kampala|kansas city|karachi|kathmandu|khartoum|kiev|kyiv|kigali
kingston|kinshasa|kobe|kolkata|krakow|kuala lumpur|kyoto|la paz|lagos|lahore|las vegas
lausanne|leeds|leipzig|leuven|lille|lima|limassol|lisbon|liverpool|ljubljana|london
los angeles|louisville|luanda|lucerne|lusaka|lyon|madison|madrid|malaga|malmö|managua
manchester|manhattan|manila|marrakesh|marseille|mecca|medellin|melbourne|memphis|mexico city
miami|milan|milwaukee|minneapolis|minsk|mombasa|monterrey|montevideo|montpellier|montreal
moscow|mumbai|munich|nagoya|nairobi|nantes|naples|nashville|new delhi|new orleans
new york city|newark|newcastle|nicosia|nottingham|nuremberg|oakland|odessa|oklahoma city|omaha
orlando|osaka|oslo|ottawa|oxford|palermo|palo alto|panama city|paris|philadelphia|phnom penh
pittsburgh|plano|port louis|portland|porto|prague|pretoria|pune|quito|raleigh|reykjavik|riga
rio de janeiro|riyadh|rome|rotterdam|sacramento|saigon|salt lake city|salzburg|san antonio
san diego|san francisco|san jose|san juan|santa clara|santa fe|santiago|santo domingo
sao paulo|são paulo|sapporo|sarajevo|scottsdale|seattle|seoul|seville|shanghai|sheffield
shenzhen|sofia|southampton|st. louis|st. petersburg|stockholm|strasbourg|stuttgart|sydney
taipei|tallinn|tampa|tashkent|tbilisi|tehran|tel aviv|the hague|thessaloniki|tianjin|tokyo
toronto|toulouse|tripoli|tunis|turin|utrecht|valencia|vancouver|venice|vienna|vilnius|warsaw
washington, d.c|washington d.c|winnipeg|wuhan|yangon|yerevan|yokohama|zagreb|zurich|zürich
"""

PLACES = frozenset(
    name
    for names in (_COUNTRIES, _REGIONS, _STATES, _CITIES)
    for name in names.strip().replace("\n", "|").split("|")
)
"""Normalised as `graph.identity.normalise_surface` does it."""
