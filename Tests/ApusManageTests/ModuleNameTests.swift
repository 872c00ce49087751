import Testing

@testable import ApusManage

@Suite struct ModuleNameTests {
    @Test(arguments: ["a-b", "1st", "", "my site", "é", "_", "a.b", "../x", "a/b"])
    func `a name that is no identifier is refused`(_ text: String) {
        let error = #expect(throws: CommandError.self) { try ModuleName(text, for: .project) }
        #expect(
            error?.message
                == "'\(text)' is not a valid project name. Please make sure the name is a valid "
                + "identifier: letters, digits and underscores, not beginning with a digit.")
    }

    @Test func `a word of Swift is refused`() {
        let error = #expect(throws: CommandError.self) { try ModuleName("class", for: .app) }
        #expect(
            error?.message
                == "'class' is a word of the Swift language and cannot be used as an app "
                + "name. Please try another name.")
    }

    @Test(arguments: ["Apus", "apus", "Foundation", "manage", "Testing", "testing", "Swift"])
    func `a name that a module has already is refused`(_ text: String) {
        let error = #expect(throws: CommandError.self) { try ModuleName(text, for: .project) }
        #expect(
            error?.message == "'\(text)' conflicts with the name of an existing Swift module and "
                + "cannot be used as a project name. Please try another name.")
    }

    @Test func `a name gives the names of types and variables`() throws {
        let name = try ModuleName("blog_posts", for: .app)
        #expect(name.typeName == "BlogPosts")
        #expect(name.variableName == "blogPosts")
        #expect(try ModuleName("polls", for: .app).typeName == "Polls")
    }
}
