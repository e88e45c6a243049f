using Dazhou.Serverless.Directory;
using Dazhou.Serverless.Functions.Common;
using Dazhou.Serverless.Subjects;
using Microsoft.AspNetCore.Http;

namespace Dazhou.Serverless.Functions.Subjects;

/// <summary>Who reads, as the gatekeeper found out: a unit by its key, a person who signed in, in Development also anybody.</summary>
public static class Readers
{
    /// <summary>The reader of a request; administrators read everything.</summary>
    public static SubjectReader Of(HttpRequest request) => (request.HttpContext.Features.Get<PersonRow>(), request.HttpContext.Features.Get<UnitCaller>()) switch
    {
        ({ } person, _) => Of(person),
        (_, { ActsForAll: false } caller) => new(caller.Unit),
        // The gatekeeper lets nobody pass without either outside Development.
        _ => SubjectReader.OfEverything,
    };

    /// <summary>A person as a reader.</summary>
    public static SubjectReader Of(PersonRow person) => person.IsOperator ? SubjectReader.OfEverything : new(person.Unit, person.Id);
}
