import ApusHTTP
import Testing

@Suite struct `Header fields` {
    @Test func `are found whatever the case of their names`() {
        let headers: Headers = ["Content-Type": "text/html", "X-A": "1", "x-a": "2"]
        #expect(headers["content-type"] == "text/html")
        #expect(headers["CONTENT-TYPE"] == "text/html")
        #expect(headers["X-A"] == "1")
        #expect(headers.values("x-A") == ["1", "2"])
        #expect(headers.joined("X-a") == "1, 2")
        #expect(headers["X"] == nil)
        #expect(headers.joined("X") == nil)
        #expect(headers.count == 3)
    }

    @Test func `keep their order and spelling`() {
        var headers: Headers = ["b": "1", "A": "2", "B": "3", "c": "4"]
        headers["a"] = "5"
        headers.setDefault("C", "6")
        headers.setDefault("d", "7")
        #expect(headers.map { "\($0.name)=\($0.value)" } == ["b=1", "B=3", "c=4", "a=5", "d=7"])
        headers.remove("b")
        #expect(headers.description == "c: 4\r\na: 5\r\nd: 7\r\n")
        #expect(headers["d"] == "7")
    }

    @Test func `trim blanks around values and keep what is inside`() {
        let headers: Headers = ["A": " \ta  b\t", "E": "  ", "U": "ü"]
        #expect(headers["A"] == "a  b")
        #expect(headers["E"] == "")
        #expect(headers["U"] == "ü")
    }

    @Test func `find members of lists`() {
        let headers: Headers = ["Accept-Encoding": "gzip , br", "accept-encoding": "ZSTD"]
        #expect(headers.contains("GZIP", in: "Accept-Encoding"))
        #expect(headers.contains("zstd", in: "Accept-Encoding"))
        #expect(!headers.contains("zip", in: "Accept-Encoding"))
        #expect(!headers.contains("gzip", in: "Accept"))
    }

    @Test func `give bytes without making a string`() {
        let headers: Headers = ["A": "xyz"]
        #expect(headers.withValue("a") { $0.count } == 3)
        #expect(headers.withValue("b") { $0.count } == nil)
    }

    @Test func `stay whole under random changes`() {
        var random = SeededGenerator(seed: 7)
        var headers = Headers()
        var model: [(String, String)] = []
        let names = ["A", "bb", "Content-Length", "date", "Connection"]
        for step in 0..<2000 {
            guard let name = names.randomElement(using: &random) else { return }
            switch Int.random(in: 0..<4, using: &random) {
            case 0:
                headers.append(name, "\(step)")
                model.append((name, "\(step)"))
            case 1:
                headers[name.lowercased()] = "\(step)"
                model.removeAll { $0.0.lowercased() == name.lowercased() }
                model.append((name.lowercased(), "\(step)"))
            case 2:
                headers.remove(name.uppercased())
                model.removeAll { $0.0.lowercased() == name.lowercased() }
            default:
                let value = model.first { $0.0.lowercased() == name.lowercased() }?.1
                #expect(headers[name] == value)
            }
            #expect(headers.elementsEqual(model) { $0.name == $1.0 && $0.value == $1.1 })
        }
    }
}
