extension FieldDescription {
    /// The column's name: as it is given, or in Django's spelling of the property's.
    var columnName: String {
        options["column"]?.value.plainStringLiteral
            ?? name.impliedColumn + (type.foreignModel == nil ? "" : "_id")
    }
}

extension String {
    /// `publishedAt` as `published_at`: the rule by which the ORM names columns, so that the
    /// plugin sees when two fields would share one.
    var impliedColumn: String {
        var result = ""
        let characters = Array(self)
        for (index, character) in characters.enumerated() {
            if character.isUppercase, index > 0 {
                let previous = characters[index - 1]
                let followsLower = !previous.isUppercase && previous != "_"
                let startsWord =
                    previous.isUppercase && index + 1 < characters.count
                    && characters[index + 1].isLowercase
                if followsLower || startsWord { result.append("_") }
            }
            result += character.lowercased()
        }
        return result
    }
}
