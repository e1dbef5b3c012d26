namespace Foldline.Training.Sampling;

/// <summary>Keeps what was listed of a structure, so that thousands of files need not be read again when a run starts or resumes.</summary>
public interface IRowCache
{
    /// <summary>What was kept under a key; <c>null</c> for nothing.</summary>
    byte[]? Find(string key);

    /// <summary>Keeps content under a key.</summary>
    void Keep(string key, byte[] content);
}
