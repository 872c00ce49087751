internal import ApusValues

/// The variables of a rendering: a stack of scopes, kept as one list that is searched from its
/// end.
struct Scopes {
    private var names: ContiguousArray<Name> = []
    private var values: ContiguousArray<DynamicValue> = []
    /// Where the innermost scope starts.
    private var top = 0
    /// What lies below is hidden, as it is from `{% include … only %}`.
    private var floor = 0

    /// What `pop` goes back to.
    struct Mark {
        fileprivate let count: Int
        fileprivate let top: Int
        fileprivate let floor: Int
    }

    /// Adds a variable without looking whether there is one of that name.
    mutating func append(_ name: Name, _ value: DynamicValue) {
        names.append(name)
        values.append(value)
    }

    /// Opens a scope; an isolated one doesn't see the others.
    mutating func push(isolated: Bool = false) -> Mark {
        let mark = Mark(count: names.count, top: top, floor: floor)
        top = names.count
        if isolated { floor = names.count }
        return mark
    }

    /// Closes the scopes that were opened since.
    mutating func pop(_ mark: Mark) {
        names.removeLast(names.count - mark.count)
        values.removeLast(values.count - mark.count)
        top = mark.top
        floor = mark.floor
    }

    /// Makes room for `count` variables more.
    mutating func reserve(_ count: Int) {
        names.reserveCapacity(names.count + count)
        values.reserveCapacity(values.count + count)
    }

    /// The value of `name`.
    @inline(__always)
    func value(of name: Name) -> DynamicValue? {
        place(of: name).map { values[$0] }
    }

    /// Where the variable called `name` is.
    @inline(__always)
    func place(of name: Name) -> Int? {
        var index = names.count
        while index > floor {
            index -= 1
            if names[index] == name { return index }
        }
        return nil
    }

    /// The variable at a place.
    subscript(place: Int) -> DynamicValue {
        @inline(__always) get { values[place] }
    }

    /// Where the last variable is, for `replace`.
    var lastIndex: Int { names.count - 1 }

    /// Gives the variable at `index` another value.
    @inline(__always)
    mutating func replace(at index: Int, with value: DynamicValue) {
        values[index] = value
    }

    /// Sets a variable of the innermost scope.
    mutating func set(_ name: Name, _ value: DynamicValue) {
        var index = names.count
        while index > top {
            index -= 1
            if names[index] == name {
                values[index] = value
                return
            }
        }
        append(name, value)
    }

    /// Sets the variable in the innermost scope that has one of that name, else in the innermost.
    mutating func setUpward(_ name: Name, _ value: DynamicValue) {
        var index = names.count
        while index > floor {
            index -= 1
            if names[index] == name {
                values[index] = value
                return
            }
        }
        append(name, value)
    }

    /// All names that can be seen, each once.
    var visibleNames: [String] {
        var seen = Set<String>()
        return names[floor...].map(\.text).filter { seen.insert($0).inserted }
    }

    /// All variables that can be seen.
    var visible: DynamicDictionary {
        var result = DynamicDictionary()
        for index in floor..<names.count { result[names[index].text] = values[index] }
        return result
    }
}
