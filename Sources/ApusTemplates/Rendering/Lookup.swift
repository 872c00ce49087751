public import ApusValues

extension Renderer {
    /// The value of `expression`; a variable that doesn't exist is the engine's
    /// `stringIfInvalid`.
    public mutating func value(of expression: Expression) throws -> DynamicValue {
        try evaluate(expression) { renderer, path in
            let text = renderer.invalidText(path.text)
            return (.string(text), text.isEmpty)
        }
    }

    /// The value of `expression`; a variable that doesn't exist is null, as it is in `{% if %}`
    /// and `{% for %}`.
    public mutating func valueOrNull(of expression: Expression) throws -> DynamicValue {
        try evaluate(expression) { _, _ in (.null, true) }
    }

    /// The variable that `expression` names, or nil where there is none; where it is more than a
    /// variable, its value.
    mutating func valueIfPresent(of expression: Expression) throws -> DynamicValue? {
        if let path = expression.plainVariable { return try value(of: path) }
        return try value(of: expression)
    }

    /// `missing` says what stands for a variable that doesn't exist and whether the filters go on
    /// from it.
    @inline(__always)
    private mutating func evaluate(
        _ expression: Expression,
        missing: (inout Renderer, VariablePath) -> (value: DynamicValue, isFiltered: Bool)
    ) throws -> DynamicValue {
        var value: DynamicValue
        if let path = expression.variable {
            if let found = try self.value(of: path) {
                value = found
            } else {
                let (stand, isFiltered) = missing(&self, path)
                guard isFiltered else { return stand }
                value = stand
            }
        } else {
            value = expression.literal
        }
        for call in expression.calls { value = try apply(call, to: value) }
        return value
    }

    private mutating func apply(
        _ call: Expression.Call, to value: DynamicValue
    ) throws -> DynamicValue {
        var argument = call.argument
        if let path = call.variable {
            guard let found = try self.value(of: path) else { throw missingVariable(path) }
            argument = found
        }
        let result = try call.function(value, argument, filterContext)
        try Growth.check(result, of: value, by: call.name)
        if call.isSafe, case .html = value { return result.markedSafe }
        return result
    }

    private func missingVariable(_ path: VariablePath) -> TemplateError {
        TemplateError(
            .rendering,
            "The variable '\(path.text)' does not exist."
                + suggestion(for: path.first.text, among: scopes.visibleNames))
    }

    /// The value of a variable, or nil where there is none.
    mutating func value(of path: VariablePath) throws -> DynamicValue? {
        guard let place = scopes.place(of: path.first) else { return try specialValue(of: path) }
        if path.hasOneStep {
            // What most variables ask for, without copying more than what is found.
            switch scopes[place] {
            case .object(let object):
                if let found = try object.value(ofMember: path.member) { return found }
                if !path.mayBeIndex { return nil }
            case .dictionary(let dictionary):
                if let found = dictionary[path.member] { return found }
            default: break
            }
        }
        var value = scopes[place]
        for step in path.steps {
            guard let next = try member(step, of: value) else { return nil }
            value = next
        }
        return value
    }

    /// The value of a variable that starts with a name the language gives a meaning.
    private mutating func specialValue(of path: VariablePath) throws -> DynamicValue? {
        var value: DynamicValue
        var steps = path.steps[...]
        switch path.root {
        case .plain: return nil
        case .constant: value = path.constant
        case .forloop:
            guard loops.count > loopFloor else { return nil }
            if let field = path.loopField { return loopField(field, level: loops.count - 1) }
            return try loopValue(path.steps)
        case .block:
            guard let block = openBlocks.last, let step = steps.first else { return nil }
            switch step.name {
            case "super": value = .html(try superBlockText())
            case "name": value = .string(block.name)
            default: return nil
            }
            steps = steps.dropFirst()
        }
        for step in steps {
            guard let next = try member(step, of: value) else { return nil }
            value = next
        }
        return value
    }

    private func member(
        _ step: VariablePath.Step, of value: DynamicValue
    ) throws -> DynamicValue? {
        switch value {
        case .object(let object):
            if let found = try object.value(ofMember: step.name) { return found }
            if let index = step.index, index >= 0, let elements = try object.elements(),
                index < elements.count
            {
                return elements[index]
            }
            return nil
        case .dictionary(let dictionary):
            return dictionary[step.name] ?? value.builtinMember(step.name)
        case .list(let values):
            if let index = step.index {
                return index >= 0 && index < values.count ? values[index] : nil
            }
            return value.builtinMember(step.name)
        default:
            if let index = step.index { return value.character(at: index) }
            return value.builtinMember(step.name)
        }
    }

    private func loopValue(_ steps: [VariablePath.Step]) throws -> DynamicValue? {
        var level = loops.count - 1
        var steps = steps[...]
        while steps.first?.name == "parentloop" {
            level -= 1
            steps = steps.dropFirst()
            guard level >= loopFloor else { return steps.isEmpty ? .dictionary([:]) : nil }
        }
        guard let step = steps.first else { return .dictionary(loopDictionary(level)) }
        guard steps.count == 1, let field = VariablePath.LoopField(rawValue: step.name) else {
            return nil
        }
        return loopField(field, level: level)
    }

    func loopField(_ field: VariablePath.LoopField, level: Int) -> DynamicValue {
        let index = loops[level].index
        let count = loops[level].count
        switch field {
        case .counter: return .int(index + 1)
        case .counter0: return .int(index)
        case .revcounter: return .int(count - index)
        case .revcounter0: return .int(count - index - 1)
        case .first: return .bool(index == 0)
        case .last: return .bool(index == count - 1)
        case .length: return .int(count)
        }
    }

    /// The loop as a value that can be kept in a variable.
    private func loopDictionary(_ level: Int) -> DynamicDictionary {
        let loop = loops[level]
        return [
            "parentloop": level > loopFloor
                ? DynamicValue.dictionary(loopDictionary(level - 1)) : .dictionary([:]),
            "length": loop.count,
            "counter0": loop.index,
            "counter": loop.index + 1,
            "revcounter": loop.count - loop.index,
            "revcounter0": loop.count - loop.index - 1,
            "first": loop.index == 0,
            "last": loop.index == loop.count - 1,
        ]
    }
}

extension DynamicValue {
    /// The value as text that is already HTML.
    var markedSafe: DynamicValue {
        switch self {
        case .html: self
        case .string(let text): .html(text)
        default: .html(description)
        }
    }

    /// The character at `index` of a text.
    func character(at index: Int) -> DynamicValue? {
        guard index >= 0 else { return nil }
        switch self {
        case .string(let text), .html(let text):
            return text.unicodeScalars.dropFirst(index).first.map { .string(String($0)) }
        default: return nil
        }
    }
}
