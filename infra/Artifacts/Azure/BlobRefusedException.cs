namespace Foldline.Artifacts;

/// <summary>The blob service answered, and the answer is no: a key, a right or a container is missing. Trying the same again does not help.</summary>
public sealed class BlobRefusedException : InvalidOperationException
{
    /// <summary>Makes the sentence from the service's answer.</summary>
    /// <param name="address">The container and account.</param>
    /// <param name="status">The HTTP status; 0 where no request was sent for want of a credential.</param>
    /// <param name="code">The service's error code, such as <c>AuthenticationFailed</c>.</param>
    public BlobRefusedException(AzureBlobAddress address, int status, string code)
        : base($"Blob storage refused the request: {address} answered {(status == 0 ? "nothing" : status)} {code}. {Remedy(address, status, code)}")
    {
        Status = status;
        Code = code;
    }

    /// <summary>The HTTP status, or 0 where no request was sent.</summary>
    public int Status { get; }

    /// <summary>The service's error code.</summary>
    public string Code { get; }

    private static string Remedy(AzureBlobAddress address, int status, string code) => (status, code) switch
    {
        (0, _) => "No identity was found: run `az login`, or give this machine a managed identity with the role Storage Blob Data Contributor.",
        (404, "ContainerNotFound") => $"Create it: az storage container create --account-name {address.Account} --name {address.Container}",
        (401 or 403, "AuthorizationPermissionMismatch" or "InsufficientAccountPermissions") =>
            "Give the identity the role Storage Blob Data Contributor, or make a SAS with the permissions racwdl on the container.",
        (401 or 403, _) =>
            "Check the account key, or the dates and permissions of the SAS, or the identity's role; then the account's network rules and this machine's clock.",
        _ => "Check the account's settings; the code is explained at https://learn.microsoft.com/rest/api/storageservices/blob-service-error-codes.",
    };
}
