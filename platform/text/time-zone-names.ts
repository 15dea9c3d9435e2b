/**
 * The names of time zones in the IANA database 2025b (https://www.iana.org/time-zones): its zones, and the
 * links to which `zone.tab` gives a country of their own, such as Europe/Bratislava.
 */
export const ZONES = words(`
  Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Asmara Africa/Bamako Africa/Bangui
  Africa/Banjul Africa/Bissau Africa/Blantyre Africa/Brazzaville Africa/Bujumbura Africa/Cairo
  Africa/Casablanca Africa/Ceuta Africa/Conakry Africa/Dakar Africa/Dar_es_Salaam Africa/Djibouti
  Africa/Douala Africa/El_Aaiun Africa/Freetown Africa/Gaborone Africa/Harare Africa/Johannesburg Africa/Juba
  Africa/Kampala Africa/Khartoum Africa/Kigali Africa/Kinshasa Africa/Lagos Africa/Libreville Africa/Lome
  Africa/Luanda Africa/Lubumbashi Africa/Lusaka Africa/Malabo Africa/Maputo Africa/Maseru Africa/Mbabane
  Africa/Mogadishu Africa/Monrovia Africa/Nairobi Africa/Ndjamena Africa/Niamey Africa/Nouakchott
  Africa/Ouagadougou Africa/Porto-Novo Africa/Sao_Tome Africa/Tripoli Africa/Tunis Africa/Windhoek
  America/Adak America/Anchorage America/Anguilla America/Antigua America/Araguaina
  America/Argentina/Buenos_Aires America/Argentina/Catamarca America/Argentina/Cordoba America/Argentina/Jujuy
  America/Argentina/La_Rioja America/Argentina/Mendoza America/Argentina/Rio_Gallegos America/Argentina/Salta
  America/Argentina/San_Juan America/Argentina/San_Luis America/Argentina/Tucuman America/Argentina/Ushuaia
  America/Aruba America/Asuncion America/Atikokan America/Bahia America/Bahia_Banderas America/Barbados
  America/Belem America/Belize America/Blanc-Sablon America/Boa_Vista America/Bogota America/Boise
  America/Cambridge_Bay America/Campo_Grande America/Cancun America/Caracas America/Cayenne America/Cayman
  America/Chicago America/Chihuahua America/Ciudad_Juarez America/Costa_Rica America/Coyhaique America/Creston
  America/Cuiaba America/Curacao America/Danmarkshavn America/Dawson America/Dawson_Creek America/Denver
  America/Detroit America/Dominica America/Edmonton America/Eirunepe America/El_Salvador America/Fort_Nelson
  America/Fortaleza America/Glace_Bay America/Goose_Bay America/Grand_Turk America/Grenada America/Guadeloupe
  America/Guatemala America/Guayaquil America/Guyana America/Halifax America/Havana America/Hermosillo
  America/Indiana/Indianapolis America/Indiana/Knox America/Indiana/Marengo America/Indiana/Petersburg
  America/Indiana/Tell_City America/Indiana/Vevay America/Indiana/Vincennes America/Indiana/Winamac
  America/Inuvik America/Iqaluit America/Jamaica America/Juneau America/Kentucky/Louisville
  America/Kentucky/Monticello America/Kralendijk America/La_Paz America/Lima America/Los_Angeles
  America/Lower_Princes America/Maceio America/Managua America/Manaus America/Marigot America/Martinique
  America/Matamoros America/Mazatlan America/Menominee America/Merida America/Metlakatla America/Mexico_City
  America/Miquelon America/Moncton America/Monterrey America/Montevideo America/Montserrat America/Nassau
  America/New_York America/Nome America/Noronha America/North_Dakota/Beulah America/North_Dakota/Center
  America/North_Dakota/New_Salem America/Nuuk America/Ojinaga America/Panama America/Paramaribo
  America/Phoenix America/Port-au-Prince America/Port_of_Spain America/Porto_Velho America/Puerto_Rico
  America/Punta_Arenas America/Rankin_Inlet America/Recife America/Regina America/Resolute America/Rio_Branco
  America/Santarem America/Santiago America/Santo_Domingo America/Sao_Paulo America/Scoresbysund America/Sitka
  America/St_Barthelemy America/St_Johns America/St_Kitts America/St_Lucia America/St_Thomas
  America/St_Vincent America/Swift_Current America/Tegucigalpa America/Thule America/Tijuana America/Toronto
  America/Tortola America/Vancouver America/Whitehorse America/Winnipeg America/Yakutat Antarctica/Casey
  Antarctica/Davis Antarctica/DumontDUrville Antarctica/Macquarie Antarctica/Mawson Antarctica/McMurdo
  Antarctica/Palmer Antarctica/Rothera Antarctica/Syowa Antarctica/Troll Antarctica/Vostok Arctic/Longyearbyen
  Asia/Aden Asia/Almaty Asia/Amman Asia/Anadyr Asia/Aqtau Asia/Aqtobe Asia/Ashgabat Asia/Atyrau Asia/Baghdad
  Asia/Bahrain Asia/Baku Asia/Bangkok Asia/Barnaul Asia/Beirut Asia/Bishkek Asia/Brunei Asia/Chita
  Asia/Colombo Asia/Damascus Asia/Dhaka Asia/Dili Asia/Dubai Asia/Dushanbe Asia/Famagusta Asia/Gaza
  Asia/Hebron Asia/Ho_Chi_Minh Asia/Hong_Kong Asia/Hovd Asia/Irkutsk Asia/Jakarta Asia/Jayapura Asia/Jerusalem
  Asia/Kabul Asia/Kamchatka Asia/Karachi Asia/Kathmandu Asia/Khandyga Asia/Kolkata Asia/Krasnoyarsk
  Asia/Kuala_Lumpur Asia/Kuching Asia/Kuwait Asia/Macau Asia/Magadan Asia/Makassar Asia/Manila Asia/Muscat
  Asia/Nicosia Asia/Novokuznetsk Asia/Novosibirsk Asia/Omsk Asia/Oral Asia/Phnom_Penh Asia/Pontianak
  Asia/Pyongyang Asia/Qatar Asia/Qostanay Asia/Qyzylorda Asia/Riyadh Asia/Sakhalin Asia/Samarkand Asia/Seoul
  Asia/Shanghai Asia/Singapore Asia/Srednekolymsk Asia/Taipei Asia/Tashkent Asia/Tbilisi Asia/Tehran
  Asia/Thimphu Asia/Tokyo Asia/Tomsk Asia/Ulaanbaatar Asia/Urumqi Asia/Ust-Nera Asia/Vientiane
  Asia/Vladivostok Asia/Yakutsk Asia/Yangon Asia/Yekaterinburg Asia/Yerevan Atlantic/Azores Atlantic/Bermuda
  Atlantic/Canary Atlantic/Cape_Verde Atlantic/Faroe Atlantic/Madeira Atlantic/Reykjavik
  Atlantic/South_Georgia Atlantic/St_Helena Atlantic/Stanley Australia/Adelaide Australia/Brisbane
  Australia/Broken_Hill Australia/Darwin Australia/Eucla Australia/Hobart Australia/Lindeman
  Australia/Lord_Howe Australia/Melbourne Australia/Perth Australia/Sydney CET CST6CDT EET EST EST5EDT
  Etc/GMT+1 Etc/GMT+10 Etc/GMT+11 Etc/GMT+12 Etc/GMT+2 Etc/GMT+3 Etc/GMT+4 Etc/GMT+5 Etc/GMT+6 Etc/GMT+7
  Etc/GMT+8 Etc/GMT+9 Etc/GMT-1 Etc/GMT-10 Etc/GMT-11 Etc/GMT-12 Etc/GMT-13 Etc/GMT-14 Etc/GMT-2 Etc/GMT-3
  Etc/GMT-4 Etc/GMT-5 Etc/GMT-6 Etc/GMT-7 Etc/GMT-8 Etc/GMT-9 Europe/Amsterdam Europe/Andorra Europe/Astrakhan
  Europe/Athens Europe/Belgrade Europe/Berlin Europe/Bratislava Europe/Brussels Europe/Bucharest
  Europe/Budapest Europe/Busingen Europe/Chisinau Europe/Copenhagen Europe/Dublin Europe/Gibraltar
  Europe/Guernsey Europe/Helsinki Europe/Isle_of_Man Europe/Istanbul Europe/Jersey Europe/Kaliningrad
  Europe/Kirov Europe/Kyiv Europe/Lisbon Europe/Ljubljana Europe/London Europe/Luxembourg Europe/Madrid
  Europe/Malta Europe/Mariehamn Europe/Minsk Europe/Monaco Europe/Moscow Europe/Oslo Europe/Paris
  Europe/Podgorica Europe/Prague Europe/Riga Europe/Rome Europe/Samara Europe/San_Marino Europe/Sarajevo
  Europe/Saratov Europe/Simferopol Europe/Skopje Europe/Sofia Europe/Stockholm Europe/Tallinn Europe/Tirane
  Europe/Ulyanovsk Europe/Vaduz Europe/Vatican Europe/Vienna Europe/Vilnius Europe/Volgograd Europe/Warsaw
  Europe/Zagreb Europe/Zurich HST Indian/Antananarivo Indian/Chagos Indian/Christmas Indian/Cocos
  Indian/Comoro Indian/Kerguelen Indian/Mahe Indian/Maldives Indian/Mauritius Indian/Mayotte Indian/Reunion
  MET MST MST7MDT PST8PDT Pacific/Apia Pacific/Auckland Pacific/Bougainville Pacific/Chatham Pacific/Chuuk
  Pacific/Easter Pacific/Efate Pacific/Fakaofo Pacific/Fiji Pacific/Funafuti Pacific/Galapagos Pacific/Gambier
  Pacific/Guadalcanal Pacific/Guam Pacific/Honolulu Pacific/Kanton Pacific/Kiritimati Pacific/Kosrae
  Pacific/Kwajalein Pacific/Majuro Pacific/Marquesas Pacific/Midway Pacific/Nauru Pacific/Niue Pacific/Norfolk
  Pacific/Noumea Pacific/Pago_Pago Pacific/Palau Pacific/Pitcairn Pacific/Pohnpei Pacific/Port_Moresby
  Pacific/Rarotonga Pacific/Saipan Pacific/Tahiti Pacific/Tarawa Pacific/Tongatapu Pacific/Wake Pacific/Wallis
  UTC WET
`);

/**
 * The other links, each list under the name that is used today. As in ECMA-402 (section 6.5), a link stays in
 * its country, and all names of UTC are UTC.
 */
export const FORMER_NAMES: Readonly<Record<string, readonly string[]>> = {
  'Africa/Asmara': words('Africa/Asmera'),
  'Africa/Bamako': words('Africa/Timbuktu'),
  'Africa/Cairo': words('Egypt'),
  'Africa/Tripoli': words('Libya'),
  'America/Adak': words('America/Atka US/Aleutian'),
  'America/Anchorage': words('US/Alaska'),
  'America/Argentina/Buenos_Aires': words('America/Buenos_Aires'),
  'America/Argentina/Catamarca': words('America/Argentina/ComodRivadavia America/Catamarca'),
  'America/Argentina/Cordoba': words('America/Cordoba America/Rosario'),
  'America/Argentina/Jujuy': words('America/Jujuy'),
  'America/Argentina/Mendoza': words('America/Mendoza'),
  'America/Atikokan': words('America/Coral_Harbour'),
  'America/Chicago': words('US/Central'),
  'America/Denver': words('America/Shiprock Navajo US/Mountain'),
  'America/Detroit': words('US/Michigan'),
  'America/Edmonton': words('America/Yellowknife Canada/Mountain'),
  'America/Halifax': words('Canada/Atlantic'),
  'America/Havana': words('Cuba'),
  'America/Indiana/Indianapolis': words('America/Fort_Wayne America/Indianapolis US/East-Indiana'),
  'America/Indiana/Knox': words('America/Knox_IN US/Indiana-Starke'),
  'America/Iqaluit': words('America/Pangnirtung'),
  'America/Jamaica': words('Jamaica'),
  'America/Kentucky/Louisville': words('America/Louisville'),
  'America/Los_Angeles': words('US/Pacific'),
  'America/Manaus': words('Brazil/West'),
  'America/Mazatlan': words('Mexico/BajaSur'),
  'America/Mexico_City': words('Mexico/General'),
  'America/New_York': words('US/Eastern'),
  'America/Noronha': words('Brazil/DeNoronha'),
  'America/Nuuk': words('America/Godthab'),
  'America/Phoenix': words('US/Arizona'),
  'America/Regina': words('Canada/Saskatchewan'),
  'America/Rio_Branco': words('America/Porto_Acre Brazil/Acre'),
  'America/Santiago': words('Chile/Continental'),
  'America/Sao_Paulo': words('Brazil/East'),
  'America/St_Johns': words('Canada/Newfoundland'),
  'America/St_Thomas': words('America/Virgin'),
  'America/Tijuana': words('America/Ensenada America/Santa_Isabel Mexico/BajaNorte'),
  'America/Toronto': words('America/Montreal America/Nipigon America/Thunder_Bay Canada/Eastern'),
  'America/Vancouver': words('Canada/Pacific'),
  'America/Whitehorse': words('Canada/Yukon'),
  'America/Winnipeg': words('America/Rainy_River Canada/Central'),
  'Antarctica/McMurdo': words('Antarctica/South_Pole'),
  'Arctic/Longyearbyen': words('Atlantic/Jan_Mayen'),
  'Asia/Ashgabat': words('Asia/Ashkhabad'),
  'Asia/Dhaka': words('Asia/Dacca'),
  'Asia/Ho_Chi_Minh': words('Asia/Saigon'),
  'Asia/Hong_Kong': words('Hongkong'),
  'Asia/Jerusalem': words('Asia/Tel_Aviv Israel'),
  'Asia/Kathmandu': words('Asia/Katmandu'),
  'Asia/Kolkata': words('Asia/Calcutta'),
  'Asia/Macau': words('Asia/Macao'),
  'Asia/Makassar': words('Asia/Ujung_Pandang'),
  'Asia/Nicosia': words('Europe/Nicosia'),
  'Asia/Seoul': words('ROK'),
  'Asia/Shanghai': words('Asia/Chongqing Asia/Chungking Asia/Harbin PRC'),
  'Asia/Singapore': words('Singapore'),
  'Asia/Taipei': words('ROC'),
  'Asia/Tehran': words('Iran'),
  'Asia/Thimphu': words('Asia/Thimbu'),
  'Asia/Tokyo': words('Japan'),
  'Asia/Ulaanbaatar': words('Asia/Choibalsan Asia/Ulan_Bator'),
  'Asia/Urumqi': words('Asia/Kashgar'),
  'Asia/Yangon': words('Asia/Rangoon'),
  'Atlantic/Faroe': words('Atlantic/Faeroe'),
  'Atlantic/Reykjavik': words('Iceland'),
  'Australia/Adelaide': words('Australia/South'),
  'Australia/Brisbane': words('Australia/Queensland'),
  'Australia/Broken_Hill': words('Australia/Yancowinna'),
  'Australia/Darwin': words('Australia/North'),
  'Australia/Hobart': words('Australia/Currie Australia/Tasmania'),
  'Australia/Lord_Howe': words('Australia/LHI'),
  'Australia/Melbourne': words('Australia/Victoria'),
  'Australia/Perth': words('Australia/West'),
  'Australia/Sydney': words('Australia/ACT Australia/Canberra Australia/NSW'),
  'Europe/Chisinau': words('Europe/Tiraspol'),
  'Europe/Dublin': words('Eire'),
  'Europe/Istanbul': words('Asia/Istanbul Turkey'),
  'Europe/Kyiv': words('Europe/Kiev Europe/Uzhgorod Europe/Zaporozhye'),
  'Europe/Lisbon': words('Portugal'),
  'Europe/London': words('Europe/Belfast GB GB-Eire'),
  'Europe/Moscow': words('W-SU'),
  'Europe/Warsaw': words('Poland'),
  'Pacific/Auckland': words('NZ'),
  'Pacific/Chatham': words('NZ-CHAT'),
  'Pacific/Chuuk': words('Pacific/Truk Pacific/Yap'),
  'Pacific/Easter': words('Chile/EasterIsland'),
  'Pacific/Honolulu': words('Pacific/Johnston US/Hawaii'),
  'Pacific/Kanton': words('Pacific/Enderbury'),
  'Pacific/Kwajalein': words('Kwajalein'),
  'Pacific/Pago_Pago': words('Pacific/Samoa US/Samoa'),
  'Pacific/Pohnpei': words('Pacific/Ponape'),
  UTC: words(
    'Etc/GMT Etc/GMT+0 Etc/GMT-0 Etc/GMT0 Etc/Greenwich Etc/UCT Etc/UTC Etc/Universal Etc/Zulu GMT GMT+0 GMT-0 GMT0 Greenwich UCT Universal Zulu',
  ),
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
