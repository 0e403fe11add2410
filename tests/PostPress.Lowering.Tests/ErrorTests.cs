namespace PostPress.Lowering.Tests;

/// <summary>What cannot become C# stops the build and names the schema.</summary>
internal sealed class ErrorTests
{
    [TestCase("Bird", "not", """
        Bird:
          type: object
          properties:
            name: {not: {type: string}}
        """, TestName = "A keyword that has no counterpart")]
    [TestCase("Bird", "patternProperties", """
        Bird:
          type: object
          patternProperties: {'^x-': {type: string}}
        """, TestName = "Names by pattern")]
    [TestCase("Bird", "if", """
        Bird:
          type: object
          if: {required: [a]}
          properties: {a: {type: string}}
        """, TestName = "Conditions")]
    [TestCase("Bird", "true, false", """
        Bird:
          type: object
          properties:
            url: false
        """, TestName = "A boolean schema")]
    [TestCase("Bird", "additionalProperties", """
        Bird:
          type: object
          additionalProperties: {type: string}
        """, TestName = "A typed dictionary")]
    [TestCase("Bird", "without a name", """
        Bird:
          oneOf:
            - type: object
              properties: {a: {type: string}}
            - type: object
              properties: {b: {type: string}}
        """, TestName = "Variants without a name")]
    [TestCase("Bird", "nothing tells 'Crow' from 'Rook'", """
        Bird:
          oneOf:
            - $ref: '#/components/schemas/Crow'
            - $ref: '#/components/schemas/Rook'
        Crow:
          type: object
          required: [name]
          properties: {name: {type: string}}
        Rook:
          type: object
          required: [name]
          properties: {name: {type: string}}
        """, TestName = "Variants that nothing tells apart")]
    [TestCase("Crow", "both 'Bird' and 'Pet'", """
        Bird:
          oneOf:
            - $ref: '#/components/schemas/Crow'
            - $ref: '#/components/schemas/Holder'
        Holder:
          type: object
          required: [pet]
          properties:
            pet:
              $ref: '#/components/schemas/Pet'
        Pet:
          oneOf:
            - $ref: '#/components/schemas/Crow'
            - $ref: '#/components/schemas/Rook'
        Crow:
          type: object
          required: [caws]
          properties: {caws: {type: integer}}
        Rook:
          type: object
          required: [rooks]
          properties: {rooks: {type: integer}}
        """, TestName = "A variant of two unions")]
    [TestCase("Bird", "have to agree", """
        Bird:
          oneOf:
            - $ref: '#/components/schemas/Crow'
            - $ref: '#/components/schemas/Rook'
          discriminator:
            propertyName: kind
            mapping:
              raven: '#/components/schemas/Crow'
              rook: '#/components/schemas/Rook'
        Rook:
          type: object
          required: [kind]
          properties: {kind: {type: string, const: rook}}
        Crow:
          type: object
          required: [kind]
          properties: {kind: {type: string, const: crow}}
        """, TestName = "A mapping that contradicts a constant")]
    [TestCase("Bird", "anyOf", """
        Bird:
          type: object
          properties:
            nest:
              anyOf:
                - type: object
                  properties: {a: {type: string}}
                - type: object
                  properties: {b: {type: string}}
        """, TestName = "A choice of objects by anyOf")]
    [TestCase("Bird", "x-sdk-name", """
        Bird:
          type: object
          properties:
            wing_span: {type: string}
            wingSpan: {type: string}
        """, TestName = "Two members of one C# name")]
    [TestCase("Bird", "x-sdk-name", """
        Bird:
          type: object
          properties:
            bird: {type: string}
        """, TestName = "A member that is called like its class")]
    [TestCase("Bird", "x-sdk-name", """
        Bird:
          type: object
          properties:
            42nd: {type: string}
        """, TestName = "A member that makes no C# name")]
    [TestCase("Bird", "x-enum-varnames", """
        Bird:
          type: object
          properties:
            plan: {type: string, enum: [401(k), none]}
        """, TestName = "A value that makes no C# name")]
    [TestCase("Bird", "'a' makes no C# name", """
        Bird:
          type: object
          properties:
            plan: {type: string, enum: [a], x-enum-varnames: ["A\n"]}
        """, TestName = "A name with a line break after it")]
    [TestCase("Bird", "x-enum-varnames has 1 entries for 2 values", """
        Bird:
          type: object
          properties:
            plan: {type: string, enum: [a, b], x-enum-varnames: [A]}
        """, TestName = "Names that are not parallel to the values")]
    [TestCase("BirdWing", "BirdWing comes from", """
        Bird:
          type: object
          properties:
            wing: {type: object, properties: {a: {type: string}}}
            other:
              $ref: '#/components/schemas/BirdWing'
        BirdWing:
          type: object
          properties: {b: {type: string}}
        """, TestName = "Two types of one name")]
    [TestCase("Timestamp", "exists already", """
        Bird:
          type: object
          properties:
            hatched:
              $ref: '#/components/schemas/Timestamp'
        Timestamp:
          type: object
          properties: {a: {type: string}}
        """, TestName = "A type that the library has")]
    [TestCase("Bird", "does not point to a schema", """
        Bird:
          type: object
          properties:
            wing:
              $ref: '#/components/schemas/Wing'
        """, TestName = "A reference to nothing")]
    [TestCase("Bird", "binary", """
        Bird:
          type: object
          properties:
            photo: {type: string, format: binary}
        """, TestName = "A file in JSON")]
    [TestCase("Bird", "can be null", """
        Bird:
          type: object
          properties:
            eggs: {type: array, items: {type: [string, 'null']}}
        """, TestName = "A list with holes")]
    [TestCase("Bird", "is not shaped", """
        Bird:
          type: object
          required: name
          properties: {name: {type: string}}
        """, TestName = "A schema that is none")]
    public void Is_refused_with_the_name_of_the_schema(string schema, string reason, string schemas)
    {
        var error = LoweringProgram.Fail(Contract(schemas));
        Assert.That(error, Does.StartWith("zoo.yaml : error PP0001: "));
        Assert.That(error, Does.Contain($"'{schema}'"));
        Assert.That(error, Does.Contain(reason));
    }

    [TestCase("uniqueItems", "{type: array, uniqueItems: true, items: {type: string}}")]
    [TestCase("multipleOf", "{type: integer, multipleOf: 5}")]
    [TestCase("exclusiveMinimum", "{type: number, exclusiveMinimum: 0}")]
    [TestCase("minimum", "{type: integer, minimum: 0.5}")]
    [TestCase("minLength", "{type: string, enum: [a, b], minLength: 1}")]
    [TestCase("minLength", "{type: string, format: date-time, minLength: 1}")]
    [TestCase("const", "{type: boolean, const: true}")]
    [TestCase("const", "{type: array, items: {type: string, const: a}}")]
    [TestCase("maxLength", "{type: array, items: {type: array, items: {type: integer, maxLength: 1}}}")]
    [TestCase("type", "{type: [string, number]}")]
    [TestCase("type", "{type: object}")]
    [TestCase("pattern", @"{type: string, pattern: '^\p{L}'}")]
    [TestCase("pattern", "{type: string, pattern: '^(?<year>a)'}")]
    [TestCase("pattern", "{type: string, pattern: '^[^a]{2}$'}")]
    [TestCase("pattern", @"{type: string, pattern: '(a)\1'}")]
    [TestCase("required", "{type: object, required: [b], properties: {a: {type: string}}}")]
    [TestCase("minItems", "{type: object, minItems: 1, properties: {a: {type: string}}}")]
    [TestCase("anyOf", "{type: object, anyOf: [{required: [b]}], properties: {a: {type: string}}}")]
    [TestCase("minProperties", "{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, minProperties: 1, properties: {b: {type: string}}}]}")]
    [TestCase("allOf", "{allOf: [{type: object, properties: {a: {type: string}}}, {type: object, properties: {a: {type: string, minLength: 1}}}]}")]
    [TestCase("minProperties", "{minProperties: 1, oneOf: [{$ref: '#/components/schemas/Nest'}, {type: 'null'}]}")]
    [TestCase("maxLength", "{maxLength: 5, anyOf: [{$ref: '#/components/schemas/Size'}, {type: string}]}")]
    public void A_rule_for_requests_that_nothing_checks_is_refused(string keyword, string schema)
    {
        var bird = $"""
            Bird:
              type: object
              properties:
                wing: {schema}
            Nest:
              type: object
              properties:
                twigs:
                  type: integer
            Size:
              type: string
              enum: [big, small]
            """;
        var error = LoweringProgram.Fail(Contract(bird, isRequest: true));
        Assert.That(error, Does.Contain("schema 'Bird'").And.Contains($"'{keyword}' cannot be checked before a request is sent"));
        Assert.That(() => LoweringProgram.Lower(Contract(bird)), Throws.Nothing, "Responses are not checked.");
    }

    [TestCase("Nest", "'x-maximum-page'", """
        Bird:
          type: object
          properties:
            nest:
              $ref: '#/components/schemas/Nest'
        Nest:
          type: object
          x-maximum-page: 5
          properties: {a: {type: string}}
        """, TestName = "A maximum for a parameter that there is not")]
    [TestCase("Crow", "close it", """
        Bird:
          oneOf:
            - $ref: '#/components/schemas/Crow'
            - $ref: '#/components/schemas/Rook'
        Rook:
          type: object
          additionalProperties: false
          required: [rooks]
          properties: {rooks: {type: string}}
        Crow:
          type: object
          required: [crows]
          properties: {crows: {type: string}}
        """, TestName = "Open variants that a request could be both of")]
    public void Is_refused_in_a_request_with_the_name_of_the_schema(string schema, string reason, string schemas)
        => Assert.That(LoweringProgram.Fail(Contract(schemas, isRequest: true)), Does.Contain($"schema '{schema}'").And.Contains(reason));

    [Test]
    public void What_is_not_YAML_is_refused()
        => Assert.That(LoweringProgram.Fail("a: [1"), Does.StartWith("zoo.yaml : error PP0001: "));

    [Test]
    public void An_operation_without_success_is_refused_by_its_name()
        => Assert.That(
            LoweringProgram.Fail("{openapi: 3.1.0, info: {title: a, version: '1'}, paths: {/a: {get: {operationId: getA, responses: {'404': {description: No.}}}}}}"),
            Does.Contain("operation 'getA'"));

    [TestCase("42", "id", "'42' makes no C# name; give it another operationId")]
    [TestCase("getA", "4", "'4' makes no C# name; give the parameter an x-sdk-name")]
    public void Operations_and_parameters_that_make_no_name_are_refused(string operation, string parameter, string reason)
        => Assert.That(
            LoweringProgram.Fail($$"""
                openapi: 3.1.0
                paths:
                  /a:
                    get:
                      operationId: '{{operation}}'
                      parameters: [{name: '{{parameter}}', in: query, schema: {type: string} }]
                      responses: {'200': {description: Yes.} }
                """),
            Does.Contain($"operation '{operation}'").And.Contains(reason));

    private static string Contract(string schemas, bool isRequest = false) => $$"""
        openapi: 3.1.0
        info: {title: Zoo, version: '1'}
        paths:
          /birds:
            put:
              operationId: getBirds
              {{(isRequest ? "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Bird'}}}}" : "")}}
              responses:
                '200':
                  description: A bird.
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/Bird'
        components:
          schemas:
            {{schemas.ReplaceLineEndings("\n").Replace("\n", "\n    ", StringComparison.Ordinal)}}
        """;
}
