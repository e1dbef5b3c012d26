namespace Foldline.Activities;

/// <summary>What an activity mostly uses; the runtime limits how many of each class run at once and routes them to the workers that have it.</summary>
public enum ResourceClass
{
    /// <summary>Little of anything: parsing, features, ranking, tables.</summary>
    Light,

    /// <summary>Processor and disk for a sequence search.</summary>
    Search,

    /// <summary>The device that holds the loaded network; one activity at a time.</summary>
    Model,
}
