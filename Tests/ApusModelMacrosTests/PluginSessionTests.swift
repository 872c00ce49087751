import Testing

@testable import ApusModelSyntax

@Suite struct PluginSessionTests {
    private func answer(_ session: inout PluginSession, _ message: String) -> String {
        String(decoding: session.answer(to: Array(message.utf8)), as: UTF8.self)
    }

    private func session(version: Int) -> PluginSession {
        var session = PluginSession()
        _ = answer(
            &session, #"{"getCapability":{"capability":{"protocolVersion":\#(version)}}}"#)
        return session
    }

    private let reverse = #"""
        {"expandAttachedMacro":{"macro":{"moduleName":"M","typeName":"ReverseMacro",
        "name":"Reverse"},"macroRole":"accessor","discriminator":"","attributeSyntax":{},
        "declSyntax":{"kind":"declaration","source":"@Reverse(\\Choice.question) var a: B",
        "location":{"fileID":"m/M.swift","fileName":"/M.swift","offset":40,"line":3,"column":5}}}}
        """#

    @Test func `the plugin says which protocol it speaks`() {
        var session = PluginSession()
        #expect(
            answer(&session, #"{"getCapability":{}}"#)
                == #"{"getCapabilityResult":{"capability":{"features":[],"protocolVersion":7}}}"#)
    }

    @Test func `a new compiler gets one kind of result`() {
        var session = session(version: 7)
        #expect(
            answer(&session, reverse)
                == #"{"expandMacroResult":{"diagnostics":[],"expandedSource":"#
                + #""{\n    get {\n#sourceLocation(file: \"/M.swift\", line: 2)\n\n         "#
                + #"relatedRows(to: self, by: \\Choice.Columns.question)\n#sourceLocation()\n    }\n}"}}"#
        )
    }

    @Test func `an old compiler gets a list of sources`() {
        var session = session(version: 4)
        #expect(
            answer(&session, reverse)
                == #"{"expandAttachedMacroResult":{"diagnostics":[],"expandedSources":["#
                + #""{\n    get {\n#sourceLocation(file: \"/M.swift\", line: 2)\n\n         "#
                + #"relatedRows(to: self, by: \\Choice.Columns.question)\n#sourceLocation()\n    }\n}"]}}"#
        )
    }

    @Test func `a diagnostic's place counts from the start of the file`() {
        var session = session(version: 7)
        let message = #"""
            {"expandAttachedMacro":{"macro":{"typeName":"ModelMacro"},"macroRole":"member",
            "declSyntax":{"source":"\n@Model class A {}",
            "location":{"fileName":"/M.swift","offset":100,"line":3}}}}
            """#
        #expect(
            answer(&session, message)
                == #"{"expandMacroResult":{"diagnostics":[{"fixIts":[{"changes":[{"newText":"#
                + #""struct","range":{"endOffset":113,"fileName":"/M.swift","startOffset":108}}],"#
                + #""message":"replace 'class' with 'struct'"}],"highlights":[{"endOffset":113,"#
                + #""fileName":"/M.swift","startOffset":108}],"message":"@Model goes on a struct, "#
                + #"not on a class: a model is a value that save() writes; write 'struct'","#
                + #""notes":[],"position":{"fileName":"/M.swift","offset":108},"severity":"error"}],"#
                + #""expandedSource":""}}"#)
    }

    @Test func `a freestanding macro is refused`() {
        var session = session(version: 7)
        let result = answer(
            &session, #"{"expandFreestandingMacro":{"macro":{"name":"sql"},"syntax":{}}}"#)
        #expect(result.contains("#sql is no macro of Apus: write @Model, @Field or @Reverse"))
    }

    @Test func `no library is loaded`() {
        var session = session(version: 7)
        #expect(
            answer(&session, #"{"loadPluginLibrary":{"libraryPath":"/x","moduleName":"M"}}"#)
                == #"{"loadPluginLibraryResult":{"diagnostics":[],"loaded":false}}"#)
    }

    @Test(
        arguments: [
            ("", "the compiler's message is no JSON at byte 0: no value"),
            ("{\"a\":", "the compiler's message is no JSON at byte 5: no value"),
            ("{}", "the compiler asks for something that this plugin doesn't know"),
            (
                #"{"expandAttachedMacro":{}}"#,
                "the compiler's request lacks a macro, a role or a declaration"
            ),
            (
                #"{"expandAttachedMacro":{"macro":{"typeName":"X"},"macroRole":"body","#
                    + #""declSyntax":{"source":""}}}"#,
                "this plugin makes nothing of X as a body macro"
            ),
        ])
    func `every message is answered`(message: String, reason: String) {
        var session = session(version: 7)
        #expect(answer(&session, message).contains(reason))
    }
}
