internal import ApusValues

/// A language's names.
struct LanguageName {
    let code: String
    let name: String
    let localName: String
    let isRightToLeft: Bool

    /// The language of `code`; for a code such as `de-ch` that of its first part where need be.
    static func language(_ code: String) -> LanguageName? {
        if let language = all[code] { return language }
        return code.split(separator: "-").first.flatMap { all[String($0)] }
    }

    /// What templates see of it.
    var value: DynamicDictionary {
        [
            "bidi": isRightToLeft, "code": code, "name": name, "name_local": localName,
            "name_translated": name,
        ]
    }

    private static let all: [String: LanguageName] = {
        var result: [String: LanguageName] = [:]
        for entry in table.split(whereSeparator: { $0 == ";" || $0 == "\n" }) {
            let parts = entry.split(separator: "|").map(String.init)
            guard parts.count == 4 else { continue }
            result[parts[0]] = LanguageName(
                code: parts[0], name: parts[1], localName: parts[2], isRightToLeft: parts[3] == "1")
        }
        return result
    }()

    /// Code, English name, own name, and whether it is written from right to left.
    private static let table = """
        af|Afrikaans|Afrikaans|0;ar|Arabic|العربيّة|1
        ar-dz|Algerian Arabic|العربية الجزائرية|1;ast|Asturian|asturianu|0
        az|Azerbaijani|Azərbaycanca|1;be|Belarusian|беларуская|0;bg|Bulgarian|български|0
        bn|Bengali|বাংলা|0;br|Breton|brezhoneg|0;bs|Bosnian|bosanski|0;ca|Catalan|català|0
        ckb|Central Kurdish (Sorani)|کوردی|1;cs|Czech|česky|0;cy|Welsh|Cymraeg|0
        da|Danish|dansk|0;de|German|Deutsch|0;dsb|Lower Sorbian|dolnoserbski|0
        el|Greek|Ελληνικά|0;en|English|English|0;en-au|Australian English|Australian English|0
        en-gb|British English|British English|0;eo|Esperanto|Esperanto|0;es|Spanish|español|0
        es-ar|Argentinian Spanish|español de Argentina|0
        es-co|Colombian Spanish|español de Colombia|0
        es-mx|Mexican Spanish|español de Mexico|0
        es-ni|Nicaraguan Spanish|español de Nicaragua|0
        es-ve|Venezuelan Spanish|español de Venezuela|0;et|Estonian|eesti|0
        eu|Basque|euskara|0;fa|Persian|فارسی|1;fi|Finnish|suomi|0;fr|French|français|0
        fy|Frisian|frysk|0;ga|Irish|Gaeilge|0;gd|Scottish Gaelic|Gàidhlig|0
        gl|Galician|galego|0;he|Hebrew|עברית|1;hi|Hindi|हिंदी|0;hr|Croatian|Hrvatski|0
        hsb|Upper Sorbian|hornjoserbsce|0;ht|Haitian Creole|Kreyòl Ayisyen|0
        hu|Hungarian|Magyar|0;hy|Armenian|հայերեն|0;ia|Interlingua|Interlingua|0
        id|Indonesian|Bahasa Indonesia|0;ig|Igbo|Asụsụ Ìgbò|0;io|Ido|ido|0
        is|Icelandic|Íslenska|0;it|Italian|italiano|0;ja|Japanese|日本語|0;ka|Georgian|ქართული|0
        kab|Kabyle|taqbaylit|0;kk|Kazakh|Қазақ|0;km|Khmer|Khmer|0;kn|Kannada|Kannada|0
        ko|Korean|한국어|0;ky|Kyrgyz|Кыргызча|0;lb|Luxembourgish|Lëtzebuergesch|0
        lt|Lithuanian|Lietuviškai|0;lv|Latvian|latviešu|0;mk|Macedonian|Македонски|0
        ml|Malayalam|മലയാളം|0;mn|Mongolian|Mongolian|0;mr|Marathi|मराठी|0
        ms|Malay|Bahasa Melayu|0;my|Burmese|မြန်မာဘာသာ|0;nb|Norwegian Bokmal|norsk (bokmål)|0
        ne|Nepali|नेपाली|0;nl|Dutch|Nederlands|0;nn|Norwegian Nynorsk|norsk (nynorsk)|0
        no|Norwegian|norsk|0;os|Ossetic|Ирон|0;pa|Punjabi|Punjabi|0;pl|Polish|polski|0
        pt|Portuguese|Português|0;pt-br|Brazilian Portuguese|Português Brasileiro|0
        ro|Romanian|Română|0;ru|Russian|Русский|0;sk|Slovak|slovensky|0
        sl|Slovenian|Slovenščina|0;sq|Albanian|shqip|0;sr|Serbian|српски|0
        sr-latn|Serbian Latin|srpski (latinica)|0;sv|Swedish|svenska|0;sw|Swahili|Kiswahili|0
        ta|Tamil|தமிழ்|0;te|Telugu|తెలుగు|0;tg|Tajik|тоҷикӣ|0;th|Thai|ภาษาไทย|0
        tk|Turkmen|Türkmençe|0;tr|Turkish|Türkçe|0;tt|Tatar|Татарча|0;udm|Udmurt|Удмурт|0
        ug|Uyghur|ئۇيغۇرچە|1;uk|Ukrainian|Українська|0;ur|Urdu|اردو|1;uz|Uzbek|oʻzbek tili|0
        vi|Vietnamese|Tiếng Việt|0;zh-hans|Simplified Chinese|简体中文|0
        zh-hant|Traditional Chinese|繁體中文|0
        """
}
