namespace ScimGateway.Scim.Bulk;

/// <summary>The order in which the operations of a Bulk request can be done, so that each finds the resources that it refers to
/// (RFC 7644 sections 3.7.1 and 3.7.2).</summary>
/// <remarks>The order of the request is kept, except that an operation that refers to a later POST waits for it. Operations on
/// one resource never overtake each other. POSTs that refer to each other in a cycle cannot all wait: one of them is done without
/// these references, and a PATCH adds them when all resources exist. A reference to nothing does not affect the order;
/// <see cref="BulkOperation.Resolve"/> refuses it.</remarks>
/// <param name="Steps">First to last.</param>
public sealed record BulkPlan(IReadOnlyList<BulkStep> Steps)
{
    /// <summary>Plans a request; its operations are not changed.</summary>
    public static BulkPlan Of(BulkRequest request) => new BulkPlanner(request).Plan();
}

/// <summary>One operation to send, after <see cref="BulkOperation.Resolve"/>.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Completes">Whether this is the second half of a POST with the same <see cref="BulkOperation.Index"/>: if it
/// succeeds, the answer is still the POST's; if it fails, the POST has failed with it.</param>
public sealed record BulkStep(BulkOperation Operation, bool Completes = false);
