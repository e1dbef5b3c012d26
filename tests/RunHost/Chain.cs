namespace Foldline.RunHost;

internal static class Chain
{
    public const string Definition = """
        {"definitionId":"chain","name":"chain",
         "variables":[{"id":"found","name":"Found","typeName":"String"},{"id":"made","name":"Made","typeName":"String"},{"id":"ranked","name":"Ranked","typeName":"String"}],
         "inputs":[{"type":"String","name":"Text"}],"outputs":[{"type":"String","name":"Ranked"}],
         "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"activities":[
          {"id":"search","type":"Test.Search","version":1,"text":{"typeName":"String","expression":{"type":"Input","value":{"name":"Text"}}},"result":{"typeName":"String","memoryReference":{"id":"found"}}},
          {"id":"predict","type":"Test.Model","version":1,"text":{"typeName":"String","expression":{"type":"Variable","value":{"id":"found","name":"Found"}}},"result":{"typeName":"String","memoryReference":{"id":"made"}}},
          {"id":"rank","type":"Test.Light","version":1,"text":{"typeName":"String","expression":{"type":"Variable","value":{"id":"made","name":"Made"}}},"result":{"typeName":"String","memoryReference":{"id":"ranked"}}}],
         "connections":[{"source":{"activity":"search","port":"Done"},"target":{"activity":"predict","port":"In"}},
          {"source":{"activity":"predict","port":"Done"},"target":{"activity":"rank","port":"In"}}]}}
        """;
}
