extension Library {
    /// The language's own tags and filters.
    static let standard: Library = {
        var library = Library()
        library.tags = standardTags
        library.filters = standardFilters
        return library
    }()

    /// The libraries that templates can load without anyone adding them. What Django keeps in
    /// `static` is part of the language here.
    static let known: [String: Library] = [
        "humanize": .humanize, "i18n": .internationalization, "l10n": .localization,
        "static": Library(), "tz": .timeZones,
    ]

    private static let standardTags: [String: TagCompiler] = [
        "autoescape": { try AutoescapeTag(&$0, $1) },
        "block": { try BlockTag(&$0, $1) },
        "comment": { parser, _ in
            try parser.skip(past: "endcomment")
            return EmptyTag()
        },
        "cycle": { try CycleTag.compile(&$0, $1) },
        "csrf_token": { try CSRFTokenTag(&$0, $1) },
        "debug": { _, _ in DebugTag() },
        "extends": { try ExtendsTag(&$0, $1) },
        "filter": { try FilterTag(&$0, $1) },
        "firstof": { try FirstOfTag(&$0, $1) },
        "for": { try ForTag(&$0, $1) },
        "get_media_prefix": { try PrefixTag(&$0, $1) },
        "get_static_prefix": { try PrefixTag(&$0, $1) },
        "if": { try IfTag(&$0, $1) },
        "ifchanged": { try IfChangedTag(&$0, $1) },
        "include": { try IncludeTag(&$0, $1) },
        "load": { try LoadTag(&$0, $1) },
        "lorem": { try LoremTag(&$0, $1) },
        "now": { try NowTag(&$0, $1) },
        "partial": { try PartialTag(&$0, $1) },
        "partialdef": { try PartialDefinitionTag(&$0, $1) },
        "querystring": { try QueryStringTag(&$0, $1) },
        "regroup": { try RegroupTag(&$0, $1) },
        "resetcycle": { try ResetCycleTag(&$0, $1) },
        "spaceless": { try SpacelessTag(&$0, $1) },
        "static": { try StaticTag(&$0, $1) },
        "templatetag": { try TemplateTagTag(&$0, $1) },
        "url": { try URLTag(&$0, $1) },
        "verbatim": { try VerbatimTag(&$0, $1) },
        "widthratio": { try WidthRatioTag(&$0, $1) },
        "with": { try WithTag(&$0, $1) },
    ]
}
